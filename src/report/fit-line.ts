import type { Excerpt } from '../audit/source-excerpt.ts';
import { head, plain, tail } from './plain-text.ts';

/** Cuts a long line down to what surrounds its marked part. */
export function fitLine(
  { text, start, end }: Excerpt,
  width: number,
): { text: string; start: number; end: number } {
  const before = plain(text.slice(0, start));
  const marked = plain(text.slice(start, end));
  const after = plain(text.slice(end));
  const shownMarked = marked.length > width - 2 ? `${head(marked, width - 3)}…` : marked;
  const room = width - shownMarked.length;
  const shownBefore = before.length > room - 1 ? `…${tail(before, Math.floor(room / 2) - 1)}` : before;
  const left = room - shownBefore.length;
  const shownAfter = after.length > left ? `${head(after, Math.max(0, left - 1))}…` : after;
  return {
    text: shownBefore + shownMarked + shownAfter,
    start: shownBefore.length,
    end: shownBefore.length + shownMarked.length,
  };
}
