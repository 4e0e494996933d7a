import type { Confidence } from '../config/levels.ts';
import type { LiteralCredential } from './literal.ts';

/** A credential store that an instruction takes from the build context. */
export interface ContextStore {
  /** In the context. */
  path: string;
  /** Where it lands, as the destination is given. */
  target: string;
  /** `npm configuration`. */
  what: string;
  /** How sure it is that there is a secret in it. */
  confidence: Confidence;
  /** What was found in it, where it could be read; spans are the file's own. */
  credentials?: readonly Omit<LiteralCredential, 'span'>[];
}

export interface ContextRequest {
  /** As the builder sees them, variables expanded. */
  sources: readonly string[];
  destination: string;
  exclude: readonly string[];
  parents: boolean;
}

/** Tells which credential stores of the build context an instruction takes, from the context if it is there, else by name. */
export type ContextStores = (request: ContextRequest) => readonly ContextStore[];
