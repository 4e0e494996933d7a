import type { BuilderName } from '../../../src/cachekey/builder.ts';
import { cacheKeys } from '../../../src/cachekey/cache-keys.ts';
import { type Verdict, verdictOf } from '../../../src/cachekey/cache-step.ts';
import { parseDockerfile } from '../../../src/dockerfile/parse.ts';
import { rotatingIn } from './arbitrary-dockerfile.ts';

/**
 * The verdict on each step, called as in Outcome: by its number among the steps of its stage for BuildKit, which shows
 * no others, by its number among all instructions otherwise.
 */
export function verdicts(dockerfile: string, builder: BuilderName): Map<string, Verdict> {
  const file = parseDockerfile('Dockerfile', dockerfile);
  const { steps } = cacheKeys(file, { rotating: new Set([rotatingIn(dockerfile)]), builder });
  const counted = new Map<number, number>();
  return new Map(
    steps.map((step) => {
      const { index, instructions } = step.stage;
      const nth = counted.get(index) ?? 0;
      counted.set(index, nth + 1);
      const number = builder === 'buildkit' ? nth : instructions.indexOf(step.instruction);
      return [`s${index}.${number}`, verdictOf(step)];
    }),
  );
}
