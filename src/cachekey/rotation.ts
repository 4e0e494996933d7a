import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import { type CacheQuestion, cacheKeys } from './cache-keys.ts';
import type { CacheStep } from './cache-step.ts';
import { costOf } from './costly-steps.ts';

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
  const costly = again.filter(({ instruction }) => costOf(instruction) !== undefined);
  return { name, again, costly, inVain: costly.filter((step) => !uses(step)) };
}

/** True for a step whose text refers to a variable that carries a rotating value. */
function uses({ instruction: { args, heredocs }, carriers }: CacheStep): boolean {
  if (carriers.size === 0) return false;
  const names = [...carriers].filter((name) => /^\w+$/.test(name)).join('|');
  if (names === '') return false;
  const reference = new RegExp(`\\$\\{?(?:${names})\\b|%(?:${names})%|\\benv:(?:${names})\\b`);
  return [args.text, ...heredocs.map(({ body }) => body.text)].some((text) => reference.test(text));
}
