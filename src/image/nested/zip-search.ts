import type { Taker } from './walker.ts';

export type Signature = 'entry' | 'directory-end';

/** Passes over bytes up to the signature of a local header or of the directory's end, and over that. */
export class SignatureSearch implements Taker {
  /** Undefined where it gave up or the file ended. */
  found: Signature | undefined;
  isDone = false;
  #left: number;
  #tail = Buffer.alloc(0);

  /** Gives up after so many bytes. */
  constructor(limit: number) {
    this.#left = limit;
  }

  take(chunk: Buffer): number {
    const edge = this.#tail.length;
    const seam = Buffer.concat([this.#tail, chunk.subarray(0, 3)]);
    const inSeam = this.#find(seam);
    const end = inSeam >= 0 ? inSeam - edge : this.#find(chunk);
    this.#left -= chunk.length;
    this.isDone = end >= 0 || this.#left <= 0;
    if (end >= 0) return end;
    this.#tail = Buffer.from(chunk.length >= 3 ? chunk.subarray(-3) : seam.subarray(-3));
    return chunk.length;
  }

  /** Where the first signature ends; -1 where there is none. */
  #find(bytes: Buffer): number {
    for (let at = bytes.indexOf('PK'); at >= 0; at = bytes.indexOf('PK', at + 1)) {
      const [low, high] = [bytes[at + 2], bytes[at + 3]];
      if (low === 3 && high === 4) this.found = 'entry';
      else if (low === 5 && high === 6) this.found = 'directory-end';
      else continue;
      return at + 4;
    }
    return -1;
  }
}
