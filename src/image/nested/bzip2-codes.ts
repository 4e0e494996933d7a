import { ImageError } from '../image.ts';
import type { BitReader } from './bzip2-bits.ts';

const LONGEST = 20;

/** A canonical Huffman code, the first bit the highest. */
export interface BlockCode {
  shortest: number;
  /** By length: one more than the last code of up to that length, as LONGEST bits; never less than the one before. */
  limits: Int32Array;
  /** By length: what to add to a code for its place in `symbols`. */
  shifts: Int32Array;
  symbols: Uint16Array;
}

/** The codes of a block, and which of them each group of symbols uses. Throws ImageError where they are none. */
export function readCodes(
  bits: BitReader,
  symbolCount: number,
): { codes: BlockCode[]; selectors: Uint8Array } {
  const codeCount = bits.take(3);
  const selectorCount = bits.take(15);
  if (codeCount < 2 || codeCount > 6 || selectorCount === 0) throw damaged();
  const recent = Array.from({ length: codeCount }, (_, code) => code);
  const selectors = new Uint8Array(selectorCount);
  for (let at = 0; at < selectorCount; at++) {
    let place = 0;
    while (bits.take(1) === 1) if (++place >= codeCount) throw damaged();
    const [code = 0] = recent.splice(place, 1);
    recent.unshift(code);
    selectors[at] = code;
  }
  return { codes: Array.from({ length: codeCount }, () => readCode(bits, symbolCount)), selectors };
}

/** The next symbol. Throws ImageError where the bits are none. */
export function readSymbol(bits: BitReader, { shortest, limits, shifts, symbols }: BlockCode): number {
  const word = bits.peek(LONGEST);
  let length = shortest;
  while (word >= (limits[length] as number)) if (++length > LONGEST) throw damaged();
  bits.at += length;
  return symbols[(word >>> (LONGEST - length)) + (shifts[length] as number)] as number;
}

/** The reason for any malformed stream: which bit is wrong tells nobody anything. */
export function damaged(): ImageError {
  return new ImageError('compressed data is damaged or cut short');
}

function readCode(bits: BitReader, symbolCount: number): BlockCode {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.take(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    while (bits.take(1) === 1) {
      length += bits.take(1) === 1 ? -1 : 1;
      if (length < 1 || length > LONGEST) throw damaged();
    }
    if (length < 1 || length > LONGEST) throw damaged();
    lengths[symbol] = length;
  }
  return codeOf(lengths);
}

function codeOf(lengths: Uint8Array): BlockCode {
  const symbols = new Uint16Array(lengths.length);
  const limits = new Int32Array(LONGEST + 1);
  const shifts = new Int32Array(LONGEST + 1);
  let [next, place] = [0, 0];
  for (let length = 1; length <= LONGEST; length++) {
    shifts[length] = place - next;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[place++] = symbol;
      next += 1;
    }
    if (next > 1 << length) throw damaged();
    limits[length] = next << (LONGEST - length);
    next <<= 1;
  }
  return { shortest: Math.min(...lengths), limits, shifts, symbols };
}
