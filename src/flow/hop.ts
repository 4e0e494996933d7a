import type { Span } from '../dockerfile/source-text.ts';

/** One step of a secret's way, for the reader. */
export interface Hop {
  label: string;
  at: Span;
}
