import type { Taker } from './walker.ts';

/** Signature, checksum, and both sizes in 4 or in 8 bytes (APPNOTE 4.3.9). */
const SHORTEST = 16;
const LONGEST = 24;

/**
 * Passes on a stored entry that does not say its size: it ends before a data descriptor that states as many bytes as came
 * before it.
 */
export class StoredUnsized implements Taker {
  isDone = false;
  readonly #to: (chunk: Buffer) => void;
  #passed = 0;
  #held = Buffer.alloc(0);

  constructor(to: (chunk: Buffer) => void) {
    this.#to = to;
  }

  take(chunk: Buffer, isLast: boolean): number {
    const before = this.#held.length;
    const bytes = before > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const end = this.#end(bytes, isLast);
    this.#to(bytes.subarray(0, end));
    this.#passed += end;
    // The descriptor is left to whoever looks for the next header.
    if (this.isDone) return Math.max(0, end - before);
    this.#held = Buffer.from(bytes.subarray(end));
    return chunk.length;
  }

  /** How many bytes surely belong to the entry. */
  #end(bytes: Buffer, isLast: boolean): number {
    for (let at = bytes.indexOf('PK\x07\x08'); at >= 0; at = bytes.indexOf('PK\x07\x08', at + 1)) {
      const descriptor = bytes.subarray(at);
      const isEnd = statesShort(descriptor, this.#passed + at) || statesLong(descriptor, this.#passed + at);
      if (!isEnd && descriptor.length < LONGEST && !isLast) return at;
      if (!isEnd) continue;
      this.isDone = true;
      return at;
    }
    this.isDone = isLast;
    return isLast ? bytes.length : Math.max(0, bytes.length - 3);
  }
}

function statesShort(descriptor: Buffer, size: number): boolean {
  return (
    descriptor.length >= SHORTEST &&
    descriptor.readUInt32LE(8) === size &&
    descriptor.readUInt32LE(12) === size
  );
}

function statesLong(descriptor: Buffer, size: number): boolean {
  return descriptor.length >= LONGEST && descriptor.readBigUInt64LE(8) === BigInt(size);
}
