import type { Image } from '../../image/image.ts';

/** Counts bytes over all threads that are given its memory. */
export class ByteCounter {
  readonly memory: SharedArrayBuffer;
  readonly #count: BigInt64Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#count = new BigInt64Array(memory);
  }

  add(bytes: number): void {
    Atomics.add(this.#count, 0, BigInt(bytes));
  }

  get bytes(): number {
    return Number(Atomics.load(this.#count, 0));
  }
}

/** Who is told how far the reading of layers has come. */
export interface Progress {
  /** Of all layers; what is read of them is counted here. */
  counter: ByteCounter;
  /**
   * @param layers that are to be read
   * @param bytes of them, as stored
   * @param known how many more there are, which an earlier run has read
   */
  begin(image: Image, layers: number, bytes: number, known: number): void;
  /** One more layer is done. */
  done(): void;
}
