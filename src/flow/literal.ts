import type { Confidence } from '../config/levels.ts';
import type { CredentialFormat, Told, Validity } from '../credentials/format.ts';
import type { Secret } from '../credentials/secret.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { UrlPart } from './url-part.ts';

/** A credential that stands in the text. */
export interface LiteralCredential {
  span: Span;
  /** What it is given to, where that has a name. */
  name?: string;
  secret: Secret;
  /** Absent when only the name it is given to tells. */
  format?: CredentialFormat;
  /** The encodings that it stands in, from the outside in; the span is of the encoded text. */
  encoded?: readonly string[];
  told?: Told;
  validity: Validity;
  confidence: Confidence;
  /** Set where it stands in a URL. */
  inUrl?: UrlPart;
}

/** What a finding tells of a credential that stands in the text. */
export function literalOf({ secret, format, validity, name }: LiteralCredential) {
  const named = name === undefined ? {} : { name };
  return { ...named, value: secret, validity, ...(format && { kind: format.id }) };
}
