import type { Decoder } from './stretch.ts';

const LITTLE = /(?:[\t\n\r\x20-\x7e]\0){12,}/g;
const PRINTABLE = /^[\t\n\r\x20-\x7e]$/;
const BIG = /(?:\0[\t\n\r\x20-\x7e]){12,}/g;

/** Text of two bytes a character, of either order; characters beyond ASCII end a stretch. */
export const utf16: Decoder = function* (text) {
  if (!text.includes('\0')) return;
  for (const [pattern, skip] of [
    [LITTLE, 0],
    [BIG, 1],
  ] as const) {
    for (const { 0: run, index } of text.matchAll(pattern)) {
      // Text of the other order, from its second byte on.
      const before = text.charAt(index - 1);
      if (skip === 0 ? before === '\0' : PRINTABLE.test(before)) continue;
      const bytes = Buffer.from(run, 'latin1').filter((_, at) => at % 2 === skip);
      const place = (start: number, end: number) => ({ start: index + 2 * start, end: index + 2 * end });
      yield { encoding: 'utf-16', bytes: Buffer.from(bytes), place };
    }
  }
};
