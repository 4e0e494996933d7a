import { type CacheQuestion, cacheKeys } from '../../src/cachekey/cache-keys.ts';
import { verdictOf } from '../../src/cachekey/cache-step.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';

/** `RUN contains` for each step, with T as the value that rotates. */
export function keysOf(text: string, question: Partial<CacheQuestion> = {}): string[] {
  const { steps } = cacheKeys(parseDockerfile('Dockerfile', text), { rotating: new Set(['T']), ...question });
  return steps.map((step) => `${step.instruction.keyword} ${verdictOf(step)}`);
}
