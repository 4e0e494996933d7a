import type { Confidence, Severity } from '../config/levels.ts';

/**
 * What an offline check can say of a token. `unknown`: there is nothing to check. `invalid`: a checksum
 * or structure that the vendor publishes does not hold. `expired`: it holds, and its own date is past.
 */
export type Validity = 'valid' | 'invalid' | 'expired' | 'unknown';

/** One kind of credential, as data. `rules/credentials/` holds one vendor a file, each exporting `formats`. */
export interface CredentialFormat {
  /** The contract name in reports (`secret.kind`), as in the catalogue: `github-pat-classic`. */
  id: string;
  vendor: string;
  /** What it is, in a few words, without the vendor: `classic personal access token`. */
  title: string;
  /** At least one of these, three bytes or more, stands in every match; compared without case if `foldCase`. */
  keywords: readonly string[];
  foldCase?: boolean;
  /** Stands in every match as well; where it is missing, the pattern is not tried. */
  needs?: string;
  /** Matches the credential around a keyword. A group named `secret` narrows it to the secret part. No flags but `i`, `s`, `u`. */
  pattern: RegExp;
  /** How many bytes before and after the keyword's start the pattern may need; default 256 and 2048. */
  reach?: { before?: number; after?: number };
  severity: Severity;
  /** Of a match whose check says `unknown`; `valid` raises it to certain. */
  confidence: Confidence;
  /** Offline proof. `secret` is the secret part, `context` the whole match and the window it was found in. */
  check?(secret: string, context: MatchContext): Validity;
  /** What else a look at it tells: that it is encrypted, whose account it opens. */
  tells?(secret: string, context: MatchContext): Told | undefined;
  /** What a failed check means: the vendor publishes the algorithm, so it is no token; or it only makes it `possible`. */
  onInvalid?: 'drop' | 'doubt';
  /** Made anew at each call from random bytes: texts that contain exactly one match, and texts that contain none. */
  examples: { match(): string[]; miss(): string[] };
}

export interface Told {
  /** For the reader, behind the title: `encrypted with a passphrase`. */
  note: string;
  /** Instead of the format's. */
  severity?: Severity;
}

export interface MatchContext {
  /** The whole match. */
  match: string;
  /** Named groups of the pattern. */
  groups: Readonly<Record<string, string | undefined>>;
  /** The text around, match included: `window.slice(offset, offset + match.length) === match`. */
  window: string;
  offset: number;
}

/** A credential in words: `AWS access key id beside its secret, of account 123456789012, in base64`. */
export function describeFormat(
  { vendor, title }: CredentialFormat,
  { told, encoded = [] }: { told?: Told; encoded?: readonly string[] } = {},
): string {
  const what = vendor === 'generic' ? title : `${vendor} ${title}`;
  const parts = [what, ...(told === undefined ? [] : [told.note])];
  return encoded.length === 0 ? parts.join(', ') : `${parts.join(', ')}, in ${encoded.join(' in ')}`;
}
