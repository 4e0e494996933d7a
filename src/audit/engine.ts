import { relative, resolve, sep } from 'node:path';
import type { CredentialScanner } from '../credentials/scanner.ts';
import { fingerprintKey, projectKey } from './fingerprint.ts';
import { type OwnCredentials, scannerFor } from './scanner-for.ts';

/** What every audit of a project shares. */
export interface Engine {
  scanner: CredentialScanner;
  /** Of secrets' fingerprints. */
  key: Uint8Array;
  /** Of value hashes, where the project has a salt. */
  valueKey?: Uint8Array | undefined;
  /** A file's path from the root of the project: what findings' fingerprints are made of. */
  pathInProject?: ((path: string) => string) | undefined;
}

/** What a project brings with it. */
export interface EngineOptions {
  /** Its folder, absolute. */
  root?: string;
  own?: OwnCredentials | undefined;
  salt?: string | undefined;
  /** Has the key of secrets' fingerprints; the process's own by default. */
  environment?: NodeJS.ProcessEnv | undefined;
}

/**
 * What the audits of a project share; without options, what those of no project do.
 *
 * @throws SyntaxError where a pattern of `own` is no regular expression, which reading a configuration rules out
 */
export function createEngine({ root, own, salt, environment }: EngineOptions = {}): Engine {
  return {
    scanner: scannerFor(own),
    key: fingerprintKey(environment),
    ...(salt !== undefined && { valueKey: projectKey(salt, 'values') }),
    ...(root !== undefined && { pathInProject: (path) => pathBelow(root, path) }),
  };
}

/** A path of the report, which is one from the working folder, as it is from another folder; with `/`. */
export function pathBelow(folder: string, path: string): string {
  return relative(folder, resolve(path)).split(sep).join('/');
}
