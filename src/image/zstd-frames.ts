import { ImageError } from './image.ts';

/** As zstd(1) and Node's decoder refuse more by default (window log 27). fzstd would take 2 GiB and copy it for each block. */
const MAX_WINDOW = 2 ** 27;
/** RFC 8878, 3.1.1.2: no block holds more, however few bytes it takes. */
const MAX_BLOCK = 128 * 1024;

/** How many bytes come next, and whether they are to be seen. */
type Step = { see: number; between?: true } | { pass: number };

/**
 * Walks the frames and blocks of a zstd stream (RFC 8878, 3.1) without decoding them, and refuses what would cost
 * a decoder more memory than it may. Other malformations are left to the decoder.
 */
export class ZstdGuard {
  readonly #walk: Generator<Step, never, Buffer>;
  #step: Step;
  #seen = Buffer.alloc(0);
  #passed = 0;

  constructor(what: string) {
    this.#walk = frames(what);
    this.#step = this.#walk.next().value;
  }

  /** False where the bytes so far end inside a frame. */
  get isWhole(): boolean {
    return 'between' in this.#step && this.#seen.length === 0;
  }

  /** Cuts the next bytes of the stream behind each block. Throws ImageError where they ask for too much. */
  *blocks(bytes: Buffer): Generator<Buffer> {
    let start = 0;
    for (let at = 0; at < bytes.length; ) {
      const step = this.#step;
      const wanted = 'see' in step ? step.see - this.#seen.length : step.pass - this.#passed;
      const taken = bytes.subarray(at, at + wanted);
      at += taken.length;
      if ('see' in step) this.#seen = Buffer.concat([this.#seen, taken]);
      else this.#passed += taken.length;
      if (taken.length < wanted) break;
      this.#next();
      if ('see' in step) continue;
      yield bytes.subarray(start, at);
      start = at;
    }
    if (start < bytes.length) yield bytes.subarray(start);
  }

  #next(): void {
    const seen = this.#seen;
    this.#seen = Buffer.alloc(0);
    this.#passed = 0;
    this.#step = this.#walk.next(seen).value;
  }
}

/** A guard beside a decoder that stops at trouble by itself but, as Node's, takes a cut stream for a whole one. */
export class ZstdWatch {
  readonly #guard: ZstdGuard;
  readonly #what: string;
  #trouble: unknown;

  constructor(what: string) {
    this.#what = what;
    this.#guard = new ZstdGuard(what);
  }

  add(bytes: Buffer): void {
    if (this.#trouble !== undefined) return;
    try {
      for (const _ of this.#guard.blocks(bytes));
    } catch (error) {
      this.#trouble = error;
    }
  }

  /** Throws ImageError where what was seen is no whole sequence of frames. */
  end(): void {
    if (this.#trouble !== undefined) throw this.#trouble;
    if (!this.#guard.isWhole) throw new ImageError(`${this.#what}: zstd data is cut short`);
  }
}

function* frames(what: string): Generator<Step, never, Buffer> {
  for (;;) {
    const magic = (yield { see: 4, between: true }).readUInt32LE();
    if (magic === 0xfd2fb528) yield* frame(what);
    else if (magic >>> 4 === 0x184d2a5) yield* pass((yield { see: 4 }).readUInt32LE());
    else throw new ImageError(`${what}: zstd data is damaged: no frame where one should start`);
  }
}

function* frame(what: string): Generator<Step, void, Buffer> {
  const [descriptor = 0] = yield { see: 1 };
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const content = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const fields = yield* see((single ? 0 : 1) + dictionary + content);
  const window = single ? sizeOf(fields.subarray(dictionary)) : windowOf(fields[0] ?? 0);
  if (window > MAX_WINDOW)
    throw new ImageError(`${what}: not decompressed: a zstd window of ${window} bytes is too large`);
  for (let last = false; !last; ) {
    const header = (yield { see: 3 }).readUIntLE(0, 3);
    last = (header & 1) === 1;
    const size = header >> 3;
    if (size > MAX_BLOCK) throw new ImageError(`${what}: zstd data is damaged: a block of ${size} bytes`);
    yield* pass(((header >> 1) & 3) === 1 ? 1 : size);
  }
  yield* pass((descriptor & 4) !== 0 ? 4 : 0);
}

function* see(size: number): Generator<Step, Buffer, Buffer> {
  return size === 0 ? Buffer.alloc(0) : yield { see: size };
}

function* pass(size: number): Generator<Step, void, Buffer> {
  if (size > 0) yield { pass: size };
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

function sizeOf(field: Buffer): number {
  if (field.length === 8) return Number(field.readBigUInt64LE());
  return field.readUIntLE(0, field.length) + (field.length === 2 ? 256 : 0);
}
