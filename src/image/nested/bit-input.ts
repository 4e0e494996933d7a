import type { HuffmanTable } from './huffman.ts';

/** Behind the input, so that a symbol can be read across its end before that is noticed. */
export const MARGIN = 16;

/** Bytes that are read at a time. */
export const SLICE = 64 * 1024;
/** What may have to wait for its other half: a block's codes, of 19 lengths and then 320 of 14 bits at most. */
const CARRY = 1024;

/**
 * The bits of a deflate stream that comes in pieces, the lowest of each byte first. Reading across the end gives zeros, and
 * `isShort` says so.
 */
export class BitInput {
  readonly bytes = new Uint8Array(CARRY + SLICE + MARGIN);
  /** Where the next byte is taken from, and where they end. */
  at = 0;
  end = 0;
  /** Bits taken from bytes and not yet used, and how many. */
  hold = 0;
  count = 0;

  reset(): void {
    this.at = this.end = this.hold = this.count = 0;
  }

  /** Appends a piece to what is left; returns how much that was. */
  give(piece: Uint8Array): number {
    const left = this.end - this.at;
    this.bytes.copyWithin(0, this.at, this.end);
    this.bytes.set(piece, left);
    this.at = 0;
    this.end = left + piece.length;
    this.bytes.fill(0, this.end, this.end + MARGIN);
    return left;
  }

  /** Whether bits were taken that are not there yet. */
  get isShort(): boolean {
    return this.at - (this.count >> 3) > this.end;
  }

  /** Up to 16 bits. */
  take(bits: number): number {
    if (this.count < bits) this.refill();
    const value = this.hold & ((1 << bits) - 1);
    this.hold >>>= bits;
    this.count -= bits;
    return value;
  }

  /** The next symbol of a code; -1 where the bits are none. */
  decode({ entries, mask }: HuffmanTable): number {
    this.refill();
    const entry = entries[this.hold & mask] ?? 0;
    this.hold >>>= entry & 15;
    this.count -= entry & 15;
    return entry === 0 ? -1 : entry >> 4;
  }

  /** From then on there are at least 16 bits. */
  refill(): void {
    if (this.count >= 16) return;
    const [low = 0, high = 0] = [this.bytes[this.at], this.bytes[this.at + 1]];
    this.hold |= (low | (high << 8)) << this.count;
    this.at += 2;
    this.count += 16;
  }

  /** Gives whole bytes that are held back. */
  align(): void {
    this.at -= this.count >> 3;
    this.count &= 7;
    this.hold &= (1 << this.count) - 1;
  }
}
