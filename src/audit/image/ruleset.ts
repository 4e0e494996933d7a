import { createHash } from 'node:crypto';
import type { OwnCredentials } from '../scanner-for.ts';

/** A digest over the sources, put in by scripts/build.js. */
declare const SOURCE_DIGEST: string | undefined;

/**
 * Stands for everything that decides what is kept of a layer; undefined where the sources are run as they are.
 *
 * @param own what the project adds to what is looked for
 * @param salt of the project: value hashes are kept as well
 */
export function rulesetOf(own: OwnCredentials | undefined, salt: string | undefined): string | undefined {
  if (RULESET === undefined || (own === undefined && salt === undefined)) return RULESET;
  const added = createHash('sha256').update(JSON.stringify([own, salt]));
  return `${RULESET} ${added.digest('hex')}`;
}

/** The same where the project adds nothing. */
const RULESET: string | undefined = typeof SOURCE_DIGEST === 'undefined' ? undefined : SOURCE_DIGEST;
