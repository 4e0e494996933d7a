/** Bits of a buffer, the highest of each byte first. Behind the end there are zeros: ask `isBeyond`. */
export class BitReader {
  /** In bits. */
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isBeyond(): boolean {
    return this.at > this.#bytes.length * 8;
  }

  /** The next `count` bits without taking them, at most 24. */
  peek(count: number): number {
    const bytes = this.#bytes;
    const byte = this.at >>> 3;
    const word =
      (((bytes[byte] ?? 0) << 24) |
        ((bytes[byte + 1] ?? 0) << 16) |
        ((bytes[byte + 2] ?? 0) << 8) |
        (bytes[byte + 3] ?? 0)) <<
      (this.at & 7);
    return word >>> (32 - count);
  }

  take(count: number): number {
    const value = this.peek(count);
    this.at += count;
    return value;
  }
}
