import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';

/** What takes bytes until it knows that it has enough. */
export interface Taker {
  readonly isDone: boolean;
  /** Takes all of `chunk`, or, where that makes it done, as many bytes as are returned. At `isLast` it has to be done. */
  take(chunk: Buffer, isLast: boolean): number;
}

/** What comes next: bytes to be seen at once, bytes to pass on (fewer of either where the file may end here), a taker's. */
export type Step =
  | { see: number; orEnd?: true }
  | { pass: number; to?: (chunk: Buffer) => void; orEnd?: true }
  | Taker;

/** A format as a sequence of steps. Bytes that were seen are only lent until the next step. */
export type Walk<Result = void> = Generator<Step, Result, Buffer>;

const NONE = Buffer.alloc(0);

/** Leads a walk through a file that comes in chunks. Throws ImageError where the file ends inside a step. */
export class Walker implements FileSink {
  readonly #walk: Walk;
  #step: Step | undefined;
  #seen = NONE;
  #count = 0;

  constructor(walk: Walk) {
    this.#walk = walk;
    this.#next(NONE);
  }

  write(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    while (this.#step !== undefined && at < chunk.length) {
      const step = this.#step;
      if ('take' in step) at += this.#give(step, at === 0 ? chunk : chunk.subarray(at));
      else at += 'see' in step ? this.#see(step.see, chunk, at) : this.#pass(step.pass, step.to, chunk, at);
    }
  }

  end(): void {
    while (this.#step !== undefined) {
      const step = this.#step;
      if ('take' in step) {
        step.take(NONE, true);
        this.#next(NONE);
      } else if (!step.orEnd) throw new ImageError('ends early');
      else this.#next('see' in step ? this.#seen.subarray(0, this.#count) : NONE);
    }
  }

  #give(taker: Taker, chunk: Buffer): number {
    const taken = taker.take(chunk, false);
    if (taker.isDone) this.#next(NONE);
    return taken;
  }

  #see(size: number, chunk: Buffer, at: number): number {
    const wanted = size - this.#count;
    if (this.#count === 0 && chunk.length - at >= size) {
      this.#next(chunk.subarray(at, at + size));
      return size;
    }
    if (this.#count === 0) this.#seen = Buffer.allocUnsafe(size);
    const taken = chunk.copy(this.#seen, this.#count, at, Math.min(chunk.length, at + wanted));
    this.#count += taken;
    if (taken === wanted) this.#next(this.#seen);
    return taken;
  }

  #pass(size: number, to: ((chunk: Buffer) => void) | undefined, chunk: Buffer, at: number): number {
    const passed = chunk.subarray(at, Math.min(chunk.length, at + size - this.#count));
    this.#count += passed.length;
    to?.(passed);
    if (this.#count === size) this.#next(NONE);
    return passed.length;
  }

  /** On to the next step that needs bytes. */
  #next(bytes: Buffer): void {
    let found = this.#walk.next(bytes);
    this.#count = 0;
    while (!found.done && isEmpty(found.value)) found = this.#walk.next(NONE);
    this.#step = found.done ? undefined : found.value;
  }
}

function isEmpty(step: Step): boolean {
  return 'take' in step ? step.isDone : ('see' in step ? step.see : step.pass) === 0;
}
