import type { Severity } from '../config/levels.ts';
import { entropy } from './entropy.ts';
import type { CredentialFormat } from './format.ts';

/** A format of credentials that a project describes itself, as data. */
export interface OwnFormat {
  id: string;
  title: string;
  /** The source of a regular expression that was found to be quick on every text. */
  pattern: string;
  /** The longest match, in characters. */
  longest: number;
  keywords: readonly string[];
  severity: Severity;
  /** A match with fewer bits a character is none. */
  entropy?: number;
}

/** The same for the scanner. */
export function ownFormat({ pattern, longest, entropy: least, ...rest }: OwnFormat): CredentialFormat {
  return {
    ...rest,
    vendor: 'generic',
    confidence: 'likely',
    pattern: new RegExp(pattern),
    // A keyword may stand anywhere in the match.
    reach: { before: longest, after: longest + 1 },
    ...(least !== undefined && {
      check: (secret: string) => (entropy(secret) < least ? 'invalid' : 'unknown'),
      onInvalid: 'drop',
    }),
    examples: { match: () => [], miss: () => [] },
  };
}
