import { createHash, createHmac, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder } from '../config/cache-folder.ts';

/** The environment variable that makes secrets' fingerprints comparable between runs. */
const KEY_VARIABLE = 'BUILD_AUDIT_KEY';
const KEY_BYTES = 32;

/**
 * The key of this run's secret fingerprints, so that nobody who has only a report can try guesses against it: from the
 * environment, else the one kept in a folder, else random.
 *
 * @param folder of the user's own; the key is made there where there is none yet
 */
export function fingerprintKey(environment: NodeJS.ProcessEnv = process.env, folder?: string): Uint8Array {
  const given = environment[KEY_VARIABLE];
  if (given !== undefined && given !== '') return createHash('sha256').update(given).digest();
  return (folder === undefined ? undefined : keptKey(folder)) ?? randomBytes(KEY_BYTES);
}

/** Undefined where the folder cannot be used. */
function keptKey(folder: string): Uint8Array | undefined {
  const path = join(folder, 'key');
  return readKey(path) ?? (makeKey(folder, path) ? readKey(path) : undefined);
}

function readKey(path: string): Uint8Array | undefined {
  try {
    const key = readFileSync(path);
    return key.length === KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Of several processes that make it at once, the first one's stands. */
function makeKey(folder: string, path: string): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    privateFolder(folder);
    writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
  } finally {
    removeIfThere(draft);
  }
  return true;
}

/** Throws nothing, whatever stands in the way. */
export function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is not there, or nothing can be done.
  }
}

/** Which of a project's keys. */
type Purpose = 'values' | 'baseline';

/**
 * A key made of a project's salt. The salt lies in the repository, so whoever can read that has the key: what is made
 * with it may only be of what cannot be guessed (`Secret.valueHash`), or of no secret at all (a baseline's entries).
 * The fingerprints of all secrets alike stay under the key of the run or the user, which lies in no repository.
 */
export function projectKey(salt: string, purpose: Purpose): Uint8Array {
  return createHmac('sha256', salt).update(purpose).digest();
}

/** A salt for a project that has none. */
export function newSalt(): string {
  return randomBytes(KEY_BYTES).toString('hex');
}

/** A finding's own fingerprint: of what it says and where, never of a secret. */
export function findingFingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
