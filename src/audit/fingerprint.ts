import { createHash, randomBytes } from 'node:crypto';

/** The environment variable that makes secrets' fingerprints comparable between runs. */
const KEY_VARIABLE = 'BUILD_AUDIT_KEY';

/**
 * The key of this run's secret fingerprints: from the environment, else random, so that nobody who has only a
 * report can try guesses against it.
 */
export function fingerprintKey(environment: NodeJS.ProcessEnv = process.env): Uint8Array {
  const given = environment[KEY_VARIABLE];
  return given === undefined || given === '' ? randomBytes(32) : createHash('sha256').update(given).digest();
}

/** A finding's own fingerprint: of what it says and where, never of a secret. */
export function findingFingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
