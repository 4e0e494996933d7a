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
