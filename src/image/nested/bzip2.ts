import type { FileSink } from '../image.ts';
import { BitReader } from './bzip2-bits.ts';
import { readBlock } from './bzip2-block.ts';
import { damaged } from './bzip2-codes.ts';
import { nameWithout } from './content-name.ts';
import type { Outlet } from './outlet.ts';

/** More than any block takes: 900 000 symbols of up to 20 bits, and what stands before them. */
const ENOUGH = 2_400_000;
const PIECE = 64 * 1024;

/** A bzip2 file: the contents of all its streams are one file. */
export function bunzip2(outlet: Outlet): FileSink {
  outlet.begin(nameWithout(outlet.place.path), 'content');
  return new Bunzip((chunk) => outlet.unpacked(chunk));
}

/**
 * Decodes bzip2 block by block, as soon as enough bytes for any block are there. Our own, since seek-bzip takes a run
 * of negative length in a damaged file for one without end. Throws ImageError where the data is damaged or cut short.
 */
export class Bunzip implements FileSink {
  readonly #to: (chunk: Uint8Array) => void;
  #waiting: Buffer[] = [];
  #size = 0;
  /** Of the first waiting bytes. */
  #at = 0;
  /** Of a block, by the stream's header; 0 between streams. */
  #blockSize = 0;
  #isOver = false;

  constructor(to: (chunk: Uint8Array) => void) {
    this.#to = to;
  }

  write(chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#waiting.push(Buffer.from(chunk));
    this.#size += chunk.length;
    if (this.#size >= 2 * ENOUGH) this.#decode(ENOUGH);
  }

  end(): void {
    this.#decode(0);
  }

  /** Decodes as long as more than `reserve` bytes are left. */
  #decode(reserve: number): void {
    const bytes = Buffer.concat(this.#waiting);
    const bits = new BitReader(bytes, this.#at);
    const last = (bytes.length - reserve) * 8;
    while (!this.#isOver && bits.at < last) {
      if (this.#blockSize === 0) this.#beginStream(bits);
      else this.#part(bits);
    }
    if (reserve === 0 && this.#blockSize > 0) throw damaged();
    const rest = Buffer.from(bytes.subarray(bits.at >>> 3));
    this.#at = bits.at & 7;
    this.#waiting = [rest];
    this.#size = rest.length;
  }

  /** What follows the last stream is none of ours. */
  #beginStream(bits: BitReader): void {
    const isStream = bits.take(24) === 0x425a68;
    const level = bits.take(8) - 0x30;
    if (isStream && level >= 1 && level <= 9 && !bits.isBeyond) this.#blockSize = level * 100_000;
    else this.#isOver = true;
  }

  #part(bits: BitReader): void {
    const magic = bits.take(24) * 2 ** 24 + bits.take(24);
    if (magic === 0x177245385090) {
      bits.at = Math.ceil((bits.at + 32) / 8) * 8;
      this.#blockSize = 0;
    } else if (magic === 0x314159265359) expand(readBlock(bits, this.#blockSize), this.#to);
    else throw damaged();
  }
}

/** Undoes the first run lengths: four equal bytes are followed by how many more there are. */
function expand(text: Uint8Array, to: (chunk: Uint8Array) => void): void {
  const out = new Uint8Array(PIECE + 256);
  let [size, same, last] = [0, 0, -1];
  for (const byte of text) {
    if (same === 4) {
      out.fill(last, size, size + byte);
      size += byte;
      same = 0;
      last = -1;
    } else {
      same = byte === last ? same + 1 : 1;
      last = byte;
      out[size++] = byte;
    }
    if (size < PIECE) continue;
    to(out.subarray(0, size));
    size = 0;
  }
  if (size > 0) to(out.subarray(0, size));
}
