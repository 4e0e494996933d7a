import { formats } from '../../rules/credentials/index.ts';
import { CredentialScanner } from '../credentials/scanner.ts';
import { fingerprintKey } from './fingerprint.ts';

/** What every audit of a run shares. */
export interface Engine {
  scanner: CredentialScanner;
  /** Of secrets' fingerprints. */
  key: Uint8Array;
}

export interface EngineOptions {
  /** Has the key of secrets' fingerprints; the process's own by default. */
  environment?: NodeJS.ProcessEnv | undefined;
}

export function createEngine({ environment }: EngineOptions = {}): Engine {
  return { scanner: new CredentialScanner(formats), key: fingerprintKey(environment) };
}
