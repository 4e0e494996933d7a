import type { Span } from '../dockerfile/source-text.ts';

/** Where URLs carry credentials. */
export type UrlPart = 'userinfo' | 'query';

const LONGEST = 4096;
const BREAK = /[\s"'`]/;

/** Which part of a URL a stretch of `text` is, if it is one. Takes no more time for many URLs in one. */
export function urlPart(text: string, { start, end }: Span): UrlPart | undefined {
  const before = text.slice(Math.max(0, start - LONGEST), start);
  if (endsInAuthority(before) && /^[^\s/?#"'`]*@/.test(text.slice(end, end + LONGEST))) return 'userinfo';
  if (endsInQuery(before.split(BREAK).at(-1) ?? '')) return 'query';
  return text.slice(start, end).split(BREAK).some(hasUserinfo) ? 'userinfo' : undefined;
}

/** `https://user:` */
function endsInAuthority(before: string): boolean {
  const at = before.lastIndexOf('://');
  const scheme = before.slice(Math.max(0, at - 31), Math.max(0, at));
  return /[a-z][a-z0-9+.-]{1,30}$/i.test(scheme) && !/[\s/?#"'`]/.test(before.slice(at + 3));
}

/** `https://host/path?a=b&token=` */
function endsInQuery(run: string): boolean {
  const authority = run.indexOf('://');
  if (authority === -1) return false;
  return /[?&][^&=]+=/.test(run.slice(Math.max(authority + 3, run.lastIndexOf('&'))));
}

function hasUserinfo(run: string): boolean {
  const at = run.indexOf('://');
  return at !== -1 && run.lastIndexOf('@') > at + 3;
}
