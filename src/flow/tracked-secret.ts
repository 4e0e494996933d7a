import type { Confidence } from '../config/levels.ts';
import type { CredentialFormat, Validity } from '../credentials/format.ts';
import type { Secret } from '../credentials/secret.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Declaration } from './declaration.ts';
import type { UrlPart } from './url-part.ts';

/** A secret that a Dockerfile takes in by ARG or ENV, with all that is known of its way. */
export interface TrackedSecret {
  /** Of the build argument or environment variable it comes in by. */
  name: string;
  /** Where it comes in: every ARG of that name, or one ENV. */
  sources: readonly Declaration[];
  /** All that carry it, the sources included, in the file's order. */
  carriers: readonly Declaration[];
  evidence: readonly Evidence[];
  confidence: Confidence;
  /** The value, where the text holds it. */
  literal?: LiteralCredential;
}

/** Why a value is taken for a secret. */
export interface Evidence {
  by: 'name' | 'value' | 'use';
  /** By use: what the value serves as. By value: what it is. By name: the name that tells. */
  detail: string;
  span: Span;
}

/** A credential that stands in the text. */
export interface LiteralCredential {
  span: Span;
  secret: Secret;
  /** Absent when only the name it is given to tells. */
  format?: CredentialFormat;
  validity: Validity;
  confidence: Confidence;
  /** Set where it stands in a URL. */
  inUrl?: UrlPart;
}

/** What a finding tells of a tracked secret. */
export function secretOf({ name, literal }: Pick<TrackedSecret, 'name' | 'literal'>) {
  return { name, ...(literal && literalOf(literal)) };
}

/** What a finding tells of a credential that stands in the text. */
export function literalOf({ secret, format, validity }: LiteralCredential) {
  return { value: secret, validity, ...(format && { kind: format.id }) };
}
