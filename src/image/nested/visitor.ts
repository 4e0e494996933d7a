import type { FileSink } from '../image.ts';

/** Who is told what a file holds. Called synchronously, but for what was announced by `later`. */
export interface NestedVisitor {
  /**
   * An inner file: `path` is the outer one, `!/`, and the inner one, normalised
   * (`/app/lib.jar!/BOOT-INF/lib/x.jar!/app.properties`). Return a sink to receive its bytes. Those of several files
   * may come by turns.
   */
  file(path: string): FileSink | undefined;
  /**
   * What was not looked into, and why: a limit, encryption, a compression that nothing here reads; or, with `isDamage`, what
   * nobody can read.
   */
  skip(path: string, reason: string, isDamage?: boolean): void;
  /** Work that cannot be done at once (xz): to be awaited before much more is read. */
  later(work: Promise<void>): void;
}

/** What one outermost file may cost at most. */
export interface NestedLimits {
  /** Archives inside archives. */
  depth: number;
  /** Unpacked bytes, those of all depths together. */
  bytes: number;
  /** Unpacked bytes for each packed one. */
  ratio: number;
  /** Below this many unpacked bytes the ratio is not judged. */
  ratioFloor: number;
  /** Inner files, those of all depths together. */
  entries: number;
  /** Bytes that have to be held at once: xz files, a pack of git, an object of it. */
  held: number;
}

export const NESTED_LIMITS: NestedLimits = {
  depth: 5,
  bytes: 4 * 2 ** 30,
  ratio: 1000,
  ratioFloor: 64 * 2 ** 20,
  // A pack of `held` bytes has some 400 000 objects in a large repository.
  entries: 500_000,
  held: 64 * 2 ** 20,
};
