/** One parser of foreign bytes, and what has to hold whatever it is given. */
export interface Target {
  name: string;
  /** Its own source files: a file, or a folder that ends in `/`. Coverage is told of these. */
  sources: readonly string[];
  /** Inputs to begin with, the same ones at every call. */
  seeds(): readonly (string | Uint8Array)[];
  /** Pieces that mean something in the format, besides those in `tokens/NAME`. */
  tokens?: readonly (string | Uint8Array)[];
  /** The file of `tokens/` where it is not the target's name. */
  dictionary?: string;
  /** Longer inputs are not made; 16 KiB unless said otherwise. */
  most?: number;
  /** Milliseconds that an input may take besides those for its length: more where a budget ends what is hostile. */
  patience?: number;
  /** Makes right what would otherwise be noticed before anything else is read: a checksum, a length. */
  repair?(input: Buffer): Buffer;
  /** Throws, or rejects, where something does not hold. */
  run(input: Buffer): unknown;
}

/** Says that something that has to hold does not. */
export class Violation extends Error {
  override name = 'Violation';
}

/** Throws a Violation unless the condition holds. */
export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Violation(what);
}

/** Runs `work`; what it throws is passed over where `isExpected` says so, its message looked at. */
export function expecting(isExpected: (error: unknown) => boolean, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
}
