import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import { type CacheQuestion, cacheKeys } from './cache-keys.ts';
import type { CacheStep } from './cache-step.ts';
import { costOf } from './costly-steps.ts';
import { namesCarrier } from './named-variables.ts';

/** What the change of one value does to the cache. */
export interface Rotation {
  name: string;
  /** Steps that are run again whenever it changes, in the order of the build. */
  again: readonly CacheStep[];
  /** Those of them that take long. */
  costly: readonly CacheStep[];
  /** Those that take long and name no variable that carries it. */
  inVain: readonly CacheStep[];
}

/** Follows the change of one build argument through the cache keys of a file. */
export function rotationOf(
  file: ParsedDockerfile,
  name: string,
  question: Omit<CacheQuestion, 'rotating'> = {},
): Rotation {
  const { steps } = cacheKeys(file, { ...question, rotating: new Set([name]) });
  const again = steps.filter(({ contains }) => contains.has(name));
  const costly = again.filter((step) => costOf(step) !== undefined);
  return { name, again, costly, inVain: costly.filter((step) => !namesCarrier(step)) };
}
