import { ImageError } from '../image.ts';
import type { BitReader } from './bzip2-bits.ts';
import { damaged, readCodes, readSymbol } from './bzip2-codes.ts';

/** Symbols that one code is used for before the next one is named. */
const GROUP = 50;

/**
 * One block behind its magic, of at most `size` bytes, as successive bytes before run lengths are undone. Throws ImageError
 * where it is damaged or ends early.
 */
export function readBlock(bits: BitReader, size: number): Uint8Array {
  // A checksum of 32 bits.
  bits.at += 32;
  if (bits.take(1) === 1) throw new ImageError('is of bzip2 before 0.9.5, which nothing here reads');
  const origin = bits.take(24);
  const values = Uint8Array.from(usedBytes(bits));
  const sorted = readSorted(bits, values, size);
  if (bits.isBeyond || origin >= sorted.length) throw damaged();
  return undoSorting(sorted, origin);
}

/** The byte values that occur: sixteen bits say in which sixteens, then sixteen for each of these. */
function usedBytes(bits: BitReader): number[] {
  const sixteens = bits.take(16);
  const values: number[] = [];
  for (let high = 0; high < 16; high++) {
    if (((sixteens >> (15 - high)) & 1) === 0) continue;
    const ones = bits.take(16);
    for (let low = 0; low < 16; low++) if ((ones >> (15 - low)) & 1) values.push(high * 16 + low);
  }
  return values;
}

/** Symbols -> bytes: 0 and 1 are digits of a run's length, the last one ends, others are places in the list of recent values. */
function readSorted(bits: BitReader, values: Uint8Array, size: number): Uint8Array {
  const { codes, selectors } = readCodes(bits, values.length + 2);
  const bytes = new Uint8Array(size);
  let [length, run, digit] = [0, 0, 1];
  for (let at = 0; ; at++) {
    const code = codes[selectors[Math.floor(at / GROUP)] ?? -1];
    if (code === undefined) throw damaged();
    const symbol = readSymbol(bits, code);
    if (symbol < 2) {
      run += digit << symbol;
      digit *= 2;
      if (run > size) throw damaged();
      continue;
    }
    if (length + run > size) throw damaged();
    if (run > 0) bytes.fill(values[0] ?? 0, length, length + run);
    length += run;
    run = 0;
    digit = 1;
    if (symbol > values.length) return bytes.subarray(0, length);
    if (length === size) throw damaged();
    bytes[length++] = toFront(values, symbol - 1);
  }
}

function toFront(values: Uint8Array, place: number): number {
  const value = values[place] ?? 0;
  values.copyWithin(1, 0, place);
  values[0] = value;
  return value;
}

/** Undoes the Burrows-Wheeler transform: from each byte of the last column to the one that follows it in the text. */
function undoSorting(sorted: Uint8Array, origin: number): Uint8Array {
  const starts = new Uint32Array(256);
  for (const value of sorted) starts[value] = (starts[value] as number) + 1;
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    const count = starts[value] as number;
    starts[value] = sum;
    sum += count;
  }
  const next = new Uint32Array(sorted.length);
  for (let at = 0; at < sorted.length; at++) {
    const value = sorted[at] as number;
    const place = starts[value] as number;
    starts[value] = place + 1;
    next[place] = at;
  }
  const text = new Uint8Array(sorted.length);
  for (let at = 0, place = next[origin] as number; at < text.length; at++) {
    text[at] = sorted[place] as number;
    place = next[place] as number;
  }
  return text;
}
