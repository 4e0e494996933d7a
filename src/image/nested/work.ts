import { type Limits, limitHint } from '../../config/limits.ts';
import { Patience } from '../../config/patience.ts';
import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import type { Kind } from './kinds.ts';
import type { NestedVisitor } from './visitor.ts';

/** Something that is told however little came out before it: a limit, encryption. Plain ImageErrors are damage. */
export class Refusal extends ImageError {
  override name = 'Refusal';
}

/** All work on an outermost file is over; what had to be said was said. */
export class Stopped extends ImageError {
  override name = 'Stopped';
}

/** Where an archive lies: its path, and how many it is inside of, itself included. */
export interface Place {
  path: string;
  depth: number;
  work: Work;
}

/** What looking into a file may cost, and what ends it besides. */
export interface Bounds {
  limits: Limits;
  patience?: Patience | undefined;
}

const MAX_TOLD = 20;

/** What is done for one outermost file, and what it has cost so far. */
export class Work {
  readonly visitor: NestedVisitor;
  readonly limits: Limits;
  /** The sink that looks into a file of a kind. */
  readonly open: (kind: Kind, place: Place) => FileSink;
  /** Bytes of the outermost file so far. */
  packed = 0;
  #held = 0;
  #unpacked = 0;
  #rebuilt = 0;
  #entries = 0;
  #told = 0;
  #isOver = false;
  readonly #patience: Patience;
  readonly #within: Patience | undefined;
  readonly #path: string;
  readonly #jobs: (() => Promise<void>)[] = [];

  constructor(path: string, visitor: NestedVisitor, { limits, patience }: Bounds, open: Work['open']) {
    this.#path = path;
    this.visitor = visitor;
    this.limits = limits;
    this.open = open;
    this.#within = patience;
    this.#patience = new Patience({ limit: { key: 'layerSeconds', limits } });
  }

  tell(path: string, reason: string, isDamage = false): void {
    // What is read no further ends anywhere: that is no damage.
    if (this.#isOver || (isDamage && this.#within?.reason !== undefined)) return;
    this.#told += 1;
    if (this.#told <= MAX_TOLD) this.visitor.skip(path, reason, isDamage);
  }

  /** Counts unpacked bytes before they are handed on. Throws Stopped where they are too many. */
  spend(bytes: number): void {
    this.#unpacked += bytes;
    const { limits, packed } = this;
    if (this.#unpacked > limits.nestedBytes)
      this.#stop(` after ${limits.nestedBytes} unpacked bytes ${limitHint('nestedBytes')}`);
    if (this.#unpacked > limits.nestedRatioFloor && this.#unpacked > packed * limits.nestedRatio) {
      this.#stop(
        ` after ${this.#unpacked} bytes unpacked from ${packed} ones ${limitHint('nestedRatio')}: a decompression bomb?`,
      );
    }
    const reason = this.#within?.reason ?? this.#patience.reason;
    if (reason !== undefined) this.#stop(`: ${reason.message}`);
    if (this.#isOver) throw new Stopped(this.#path);
  }

  /** Counts bytes made of a delta and its base, however few the delta has. Throws Stopped where they are too many. */
  rebuild(bytes: number): void {
    this.#rebuilt += bytes;
    if (this.#rebuilt > this.limits.nestedBytes)
      this.#stop(` after ${this.limits.nestedBytes} bytes made of deltas ${limitHint('nestedBytes')}`);
    this.spend(0);
  }

  /** Counts an inner file. Throws Stopped where they are too many. */
  enter(): void {
    this.#entries += 1;
    if (this.#entries > this.limits.nestedEntries)
      this.#stop(` after ${this.limits.nestedEntries} inner files ${limitHint('nestedEntries')}`);
    if (this.#isOver) throw new Stopped(this.#path);
  }

  /** Whether so much more may be held; `release` gives it back. */
  hold(bytes: number): boolean {
    if (this.#held + bytes > this.limits.nestedHeldBytes) return false;
    this.#held += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }

  /** Work for later. Jobs run one after the other: none may wait for another. */
  queue(job: () => Promise<void>): void {
    this.#jobs.push(job);
  }

  /** To be called once, when the outermost file has ended. */
  finish(): void {
    if (this.#jobs.length > 0) this.visitor.later(this.#drain());
    else this.#close();
  }

  async #drain(): Promise<void> {
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) await job();
    this.#close();
  }

  #close(): void {
    const more = this.#told - MAX_TOLD;
    if (more > 0) this.visitor.skip(this.#path, `${more} more places inside could not be read`, true);
  }

  #stop(why: string): never {
    if (!this.#isOver) this.visitor.skip(this.#path, `stopped${why}`);
    this.#isOver = true;
    throw new Stopped(this.#path);
  }
}
