import { type Limits, limitHint } from '../../config/limits.ts';
import type { FileSink } from '../image.ts';
import { TarDecoder, type TarEntry } from './decoder.ts';

export interface TarHandler {
  /** `offset` is where the entry's body starts. Return a sink to receive it. */
  entry(entry: TarEntry, offset: number): FileSink | undefined;
  problem(text: string): void;
}

const BLOCK = 512;

/**
 * A tar as it streams by. Reads on behind damage and behind the end marker, as far as headers are found:
 * what an engine would not unpack is in the image all the same.
 */
export class TarReader {
  /** Bytes taken in so far. */
  offset = 0;
  entries = 0;
  problems = 0;
  readonly #handler: TarHandler;
  readonly #limits: Limits;
  readonly #decoder = new TarDecoder();
  readonly #partial = Buffer.alloc(BLOCK);
  #partialSize = 0;
  #body = 0;
  #padding = 0;
  #sink: FileSink | undefined;
  #current = '';
  #sparse: TarEntry | undefined;
  #blanks = 0;
  #lost = false;

  constructor(handler: TarHandler, limits: Limits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const left = chunk.length - at;
      const taken =
        this.#body > 0 ? this.#takeBody(chunk, at) : this.#padding > 0 ? this.#takePadding(left) : 0;
      at += taken > 0 ? taken : this.#takeBlock(chunk, at);
    }
  }

  /** Passes over up to `available` bytes that nobody listens to; returns how many. Lets a reader of a file seek. */
  jump(available: number): number {
    const idle = this.#body > 0 && this.#sink === undefined ? Math.min(this.#body, available) : 0;
    this.#body -= idle;
    const padding = this.#body === 0 ? Math.min(this.#padding, available - idle) : 0;
    this.#padding -= padding;
    this.offset += idle + padding;
    return idle + padding;
  }

  /** Says what is missing at the end; an open sink is ended with what it got. */
  end(): void {
    if (this.#body > 0) this.#problem(`ends inside ${this.#current}: ${this.#body} bytes are missing`);
    else if (this.#partialSize > 0) this.#problem(`ends inside a header at byte ${this.offset}`);
    this.stop();
  }

  /** The same where it was not read to its end: what is missing there is no damage. */
  stop(): void {
    this.#body = 0;
    this.#sink?.end();
    this.#sink = undefined;
    const untold = this.problems - this.#limits.problemsPerTar;
    if (untold > 0) this.#handler.problem(`${untold} more damaged places ${limitHint('problemsPerTar')}`);
  }

  #takeBody(chunk: Buffer, at: number): number {
    const size = Math.min(this.#body, chunk.length - at);
    this.#sink?.write(size === chunk.length ? chunk : chunk.subarray(at, at + size));
    this.#body -= size;
    this.offset += size;
    if (this.#body === 0) this.#endBody();
    return size;
  }

  #endBody(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.end();
  }

  #takePadding(left: number): number {
    const size = Math.min(this.#padding, left);
    this.#padding -= size;
    this.offset += size;
    return size;
  }

  #takeBlock(chunk: Buffer, at: number): number {
    const size = Math.min(BLOCK - this.#partialSize, chunk.length - at);
    this.offset += size;
    if (size === BLOCK) {
      this.#header(chunk, at);
      return size;
    }
    chunk.copy(this.#partial, this.#partialSize, at, at + size);
    this.#partialSize += size;
    if (this.#partialSize === BLOCK) {
      this.#partialSize = 0;
      this.#header(this.#partial, 0);
    }
    return size;
  }

  #header(buffer: Buffer, at: number): void {
    if (this.#sparse) {
      if (buffer[at + 504] !== 1) this.#begin(this.#sparse);
      return;
    }
    const block = this.#decoder.block(buffer, at);
    if (block.kind === 'blank') {
      this.#blanks += 1;
      return;
    }
    if (block.kind === 'bad') {
      if (!this.#lost) this.#problem(this.#describe(block.reason));
      this.#lost = true;
      return;
    }
    if (!this.#lost && this.#blanks > 1) {
      this.#problem(`goes on after its end marker at byte ${this.offset - BLOCK}; read all the same`);
    }
    this.#lost = false;
    this.#blanks = 0;
    if (block.kind === 'meta') this.#beginMeta(block.type, block.size);
    else if (block.entry.sparseMap) this.#sparse = block.entry;
    else this.#begin(block.entry);
  }

  #describe(reason: string): string {
    const at = this.offset - BLOCK;
    if (at === 0) return `is no tar: ${reason}`;
    const after = this.#blanks > 1 ? ' after the end marker' : '';
    return `no tar header at byte ${at}${after}: ${reason}; reading on at the next one found`;
  }

  #begin(entry: TarEntry): void {
    this.#sparse = undefined;
    this.entries += 1;
    this.#expect(entry.size, entry.name, this.#handler.entry(entry, this.offset));
  }

  #beginMeta(type: string, size: number): void {
    if (size > this.#limits.tarHeaderBytes) {
      this.#problem(
        `extended header of ${size} bytes at byte ${this.offset} not read ${limitHint('tarHeaderBytes')}`,
      );
      this.#expect(size, 'an extended header', undefined);
      return;
    }
    const chunks: Buffer[] = [];
    const end = () => {
      const whole = this.#decoder.meta(type, Buffer.concat(chunks));
      if (!whole) this.#problem(`malformed extended header before byte ${this.offset}`);
    };
    this.#expect(size, 'an extended header', { write: (chunk) => chunks.push(Buffer.from(chunk)), end });
  }

  #expect(size: number, what: string, sink: FileSink | undefined): void {
    this.#current = what;
    this.#body = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
    this.#sink = sink;
    if (size === 0) this.#endBody();
  }

  #problem(text: string): void {
    this.problems += 1;
    if (this.problems <= this.#limits.problemsPerTar) this.#handler.problem(text);
  }
}
