import { formats } from '../../rules/credentials/index.ts';
import { CredentialScanner } from '../credentials/scanner.ts';
import { fingerprintKey } from './fingerprint.ts';

/** What every audit of a run shares. */
export interface Engine {
  scanner: CredentialScanner;
  /** Of secrets' fingerprints. */
  key: Uint8Array;
}

export function createEngine(): Engine {
  return { scanner: new CredentialScanner(formats), key: fingerprintKey() };
}
