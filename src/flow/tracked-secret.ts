import type { Confidence } from '../config/levels.ts';
import type { Place, Span } from '../dockerfile/source-text.ts';
import type { Declaration } from './declaration.ts';
import type { Hop } from './hop.ts';
import { type LiteralCredential, literalOf } from './literal.ts';
import type { Stay } from './stay.ts';

/** A secret that a Dockerfile takes in, with all that is known of its way. */
export interface TrackedSecret {
  /** Of the build argument, environment variable, secret mount or file that it comes in by. */
  name: string;
  by: 'argument' | 'environment' | 'mount' | 'file' | 'output' | 'literal';
  /** Where it comes in. */
  at: Span;
  /** By ARG and ENV: every ARG of that name, or one ENV. */
  sources: readonly Declaration[];
  /** All ARGs and ENVs that carry it, the sources included, in the file's order. */
  carriers: readonly Declaration[];
  evidence: readonly Evidence[];
  confidence: Confidence;
  /** The value, where the text or the build context holds it. */
  literal?: LiteralCredential;
  /** Where steps leave it. */
  left: readonly Left[];
}

/** A secret left by a step. */
export interface Left {
  stay: Stay;
  confidence: Confidence;
  /** From where it comes in to where it stays. */
  flow: readonly Hop[];
}

/** Why a value is taken for a secret. */
export interface Evidence {
  by: 'name' | 'value' | 'use' | 'build';
  /** By use: what the value serves as. By value: what it is. By name: the name that tells. By build: what is passed. */
  detail: string;
  span: Span;
  /** By build: where it is passed. */
  from?: Place;
}

/** A build argument's value, as a build invocation hands it over. */
export interface PassedSecret {
  /** `the GitHub secret FEED`. */
  detail: string;
  confidence: Confidence;
  at: Place;
}

/** What a finding tells of a tracked secret. */
export function secretOf({ name, literal }: Pick<TrackedSecret, 'name' | 'literal'>) {
  return { name, ...(literal && literalOf(literal)) };
}
