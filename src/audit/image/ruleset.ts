import { createHash } from 'node:crypto';
import { DEFAULT_LIMITS, type Limits } from '../../config/limits.ts';
import type { OwnCredentials } from '../scanner-for.ts';

/** A digest over the sources, put in by scripts/build.js. */
declare const SOURCE_DIGEST: string | undefined;

/**
 * Stands for everything that decides what is kept of a layer; undefined where the sources are run as they are.
 *
 * @param own what the project adds to what is looked for
 * @param salt of the project: value hashes are kept as well
 * @param limits what they leave out is kept with the rest
 */
export function rulesetOf(
  own: OwnCredentials | undefined,
  salt: string | undefined,
  limits: Limits,
): string | undefined {
  const others = Object.entries(limits).filter(([key, value]) => USUAL.get(key) !== value);
  const isUsual = own === undefined && salt === undefined && others.length === 0;
  if (RULESET === undefined || isUsual) return RULESET;
  const added = createHash('sha256').update(JSON.stringify([own, salt, others]));
  return `${RULESET} ${added.digest('hex')}`;
}

const USUAL = new Map<string, number>(Object.entries(DEFAULT_LIMITS));
/** The same where the project adds nothing. */
const RULESET: string | undefined = typeof SOURCE_DIGEST === 'undefined' ? undefined : SOURCE_DIGEST;
