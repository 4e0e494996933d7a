import type { Span } from '../dockerfile/source-text.ts';

/** Where URLs carry credentials. */
export type UrlPart = 'userinfo' | 'query';

const LONGEST = 4096;

/** Which part of a URL a stretch of `text` is, if it is one. */
export function urlPart(text: string, { start, end }: Span): UrlPart | undefined {
  const before = text.slice(Math.max(0, start - LONGEST), start);
  const after = text.slice(end, end + LONGEST);
  if (/[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/?#"'`]*$/i.test(before) && /^[^\s/?#"'`]*@/.test(after))
    return 'userinfo';
  if (/:\/\/[^\s"'`]*[?&][^\s"'`&=]+=[^\s"'`&]*$/.test(before)) return 'query';
  return /:\/\/[^\s"'`]+@/.test(text.slice(start, end)) ? 'userinfo' : undefined;
}
