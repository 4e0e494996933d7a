import type { Decoder, Stretch } from './stretch.ts';

interface Escape {
  encoding: string;
  /** Tells whether it is worth trying. */
  has: RegExp;
  /** One escape; `read` turns it into what it stands for. */
  one: RegExp;
  read(escape: string): string;
}

const NAMED: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readBackslash(escape: string): string {
  const kind = escape.charAt(1);
  if (/[01]/.test(kind)) return String.fromCharCode(Number.parseInt(escape.slice(1), 8));
  if (escape.length > 2) return String.fromCharCode(Number.parseInt(escape.slice(2), 16) & 0xff);
  return SIMPLE[kind] ?? kind;
}

const ESCAPES: readonly Escape[] = [
  {
    encoding: 'percent',
    has: /%[2-7][0-9a-f]/i,
    one: /%[0-9a-f]{2}/gi,
    read: (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)),
  },
  {
    // Strings of JSON and its kin, JSON within JSON included.
    encoding: 'escapes',
    has: /\\(?:["/]|u00[0-9a-f]{2}|x[0-9a-f]{2}|[01][0-7]{2})/i,
    one: /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[01][0-7]{2}|["'/\\nrt])/gi,
    read: readBackslash,
  },
  {
    encoding: 'html',
    has: /&(?:quot|apos|amp|lt|gt|#\d{2,3}|#x[0-9a-f]{2});/i,
    one: /&(?:(?:quot|apos|amp|lt|gt)|#\d{2,3}|#x[0-9a-f]{2});/gi,
    read: (escape) => {
      const name = escape.slice(1, -1);
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? escape;
      const digits = name.slice(1);
      const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
      return String.fromCharCode(code & 0xff);
    },
  },
];

/** The whole text with one kind of escapes resolved. */
export const escapes: Decoder = function* (text) {
  for (const escape of ESCAPES) if (escape.has.test(text)) yield resolve(text, escape);
};

function resolve(text: string, { encoding, one, read }: Escape): Stretch {
  const pieces: string[] = [];
  /** For each escape: where its character is in the result, and how much longer the text before is by then. */
  const places: number[] = [];
  const shifts: number[] = [];
  let done = 0;
  let length = 0;
  for (const { 0: escape, index } of text.matchAll(one)) {
    pieces.push(text.slice(done, index), read(escape));
    done = index + escape.length;
    length += pieces.at(-2)?.length ?? 0;
    places.push(length);
    length += 1;
    shifts.push(done - length);
  }
  pieces.push(text.slice(done));
  const at = (offset: number): number => offset + shiftAt(offset, places, shifts);
  const place = (start: number, end: number) => ({ start: at(start), end: at(end) });
  return { encoding, bytes: Buffer.from(pieces.join(''), 'latin1'), place };
}

/** How much further on than in the result an offset stands in the text. */
function shiftAt(offset: number, places: readonly number[], shifts: readonly number[]): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1] ?? 0;
}
