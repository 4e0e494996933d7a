/** Tells all threads that are given its memory to read no further. */
export class StopFlag {
  readonly memory: SharedArrayBuffer;
  readonly #flag: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.memory = memory;
    this.#flag = new Int32Array(memory);
  }

  set(): void {
    Atomics.store(this.#flag, 0, 1);
  }

  get isSet(): boolean {
    return Atomics.load(this.#flag, 0) !== 0;
  }
}
