import { changingArguments, isShortLived } from '../cachekey/rotating-names.ts';
import { rotationOf } from '../cachekey/rotation.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import type { RotatingValue } from './rule.ts';

/** Each one is followed through the whole file: those that come after so many are left to `audit cache --rotate`. */
const MOST = 50;

/**
 * The build arguments of a file that change from build to build: secrets, sooner or later, and what by its name is the
 * build's own. Those are only possible until an invocation is known that fills them.
 *
 * @param target the stage to build; else the last
 */
export function rotatingValues(
  file: ParsedDockerfile,
  secrets: readonly TrackedSecret[],
  target: string | undefined,
): RotatingValue[] {
  const question = target === undefined ? {} : { target };
  const found = new Map<string, Omit<RotatingValue, 'rotation'>>();
  for (const { name, sources, confidence } of secrets)
    if (sources[0]?.kind === 'ARG' && !found.has(name))
      found.set(name, { kind: 'secret', confidence, isShortLived: isShortLived(name) });
  for (const name of changingArguments(file))
    if (!found.has(name)) found.set(name, { kind: 'change', confidence: 'possible', isShortLived: false });
  return [...found]
    .slice(0, MOST)
    .map(([name, value]) => ({ ...value, rotation: rotationOf(file, name, question) }));
}
