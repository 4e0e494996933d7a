import { fingerprintKey } from '../../src/audit/fingerprint.ts';
import { Secret } from '../../src/credentials/secret.ts';

/** Makes fingerprints comparable to those of planted values. */
export const ENVIRONMENT = { BUILD_AUDIT_KEY: 'of the soak' };
const KEY = fingerprintKey(ENVIRONMENT);

export function fingerprintOf(value: string): string {
  return new Secret(value).fingerprint(KEY);
}
