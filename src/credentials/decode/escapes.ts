import type { Decoder, Stretch } from './stretch.ts';

interface Escape {
  encoding: string;
  /** What each escape begins with. */
  lead: string;
  /** Tells whether it is worth trying. */
  has: RegExp;
  /** One escape; `read` turns it into the character that it stands for. */
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
    lead: '%',
    has: /%[2-7][0-9a-f]/iy,
    one: /%[0-9a-f]{2}/iy,
    read: (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)),
  },
  {
    // Strings of JSON and its kin, JSON within JSON included.
    encoding: 'escapes',
    lead: '\\',
    has: /\\(?:["/]|u00[0-9a-f]{2}|x[0-9a-f]{2}|[01][0-7]{2})/iy,
    one: /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[01][0-7]{2}|["'/\\nrt])/iy,
    read: readBackslash,
  },
  {
    encoding: 'html',
    lead: '&',
    has: /&(?:quot|apos|amp|lt|gt|#\d{2,3}|#x[0-9a-f]{2});/iy,
    one: /&(?:(?:quot|apos|amp|lt|gt)|#\d{2,3}|#x[0-9a-f]{2});/iy,
    read: (escape) => {
      const name = escape.slice(1, -1);
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? '';
      const digits = name.slice(1);
      const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
      return String.fromCharCode(code & 0xff);
    },
  },
];

/** The whole text with one kind of escapes resolved. */
export const escapes: Decoder = function* (text, bytes) {
  for (const escape of ESCAPES) if (occurs(text, escape)) yield resolve(text, bytes, escape);
};

/** Going from one lead to the next takes a fraction of the time that the pattern alone would. */
function occurs(text: string, { lead, has }: Escape): boolean {
  for (let at = text.indexOf(lead); at >= 0; at = text.indexOf(lead, at + 1)) {
    has.lastIndex = at;
    if (has.test(text)) return true;
  }
  return false;
}

function resolve(text: string, bytes: Buffer, { encoding, lead, one, read }: Escape): Stretch {
  const resolved = Buffer.allocUnsafe(bytes.length);
  /** For each escape: where its character is in the result, and how much longer the text before is by then. */
  const places: number[] = [];
  const shifts: number[] = [];
  let done = 0;
  let length = 0;
  for (let at = text.indexOf(lead); at >= 0; at = text.indexOf(lead, Math.max(done, at + 1))) {
    one.lastIndex = at;
    const [escape] = one.exec(text) ?? [];
    if (escape === undefined) continue;
    length += bytes.copy(resolved, length, done, at);
    done = at + escape.length;
    places.push(length);
    resolved[length] = read(escape).charCodeAt(0);
    length += 1;
    shifts.push(done - length);
  }
  length += bytes.copy(resolved, length, done);
  const at = (offset: number): number => offset + shiftAt(offset, places, shifts);
  const place = (start: number, end: number) => ({ start: at(start), end: at(end) });
  return { encoding, bytes: resolved.subarray(0, length), place };
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
