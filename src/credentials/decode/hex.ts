import { alphabet, runsOf } from './runs.ts';
import { type Decoder, isPromising } from './stretch.ts';

const MEMBERS = alphabet('0123456789abcdefABCDEF');
const SHORTEST = 24;
/** The upper digit of a printable byte, or of a line end. */
const UPPER = alphabet('0234567');

/** What stands in hexadecimal digits, from either of the first two on. */
export const hex: Decoder = function* (text, bytes) {
  for (const { start: from, end: to } of runsOf(bytes, MEMBERS, SHORTEST)) {
    for (const skip of [0, 1]) {
      if (!beginsLikeText(text, from + skip)) continue;
      const decoded = Buffer.from(text.slice(from + skip, to), 'hex');
      if (!isPromising(decoded)) continue;
      const place = (start: number, end: number) => ({
        start: from + skip + 2 * start,
        end: from + skip + 2 * end,
      });
      yield { encoding: 'hex', bytes: decoded, place };
      break;
    }
  }
};

function beginsLikeText(text: string, from: number): boolean {
  for (let at = from; at < from + SHORTEST - 2; at += 2) if (UPPER[text.charCodeAt(at)] !== 1) return false;
  return true;
}
