import { changingArguments, isShortLived } from '../cachekey/rotating-names.ts';
import { rotationOf } from '../cachekey/rotation.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { Place } from '../dockerfile/source-text.ts';
import type { PassedSecret, TrackedSecret } from '../flow/tracked-secret.ts';
import type { RotatingValue } from './rule.ts';

/** Each one is followed through the whole file: those that come after so many are left to `audit cache --rotate`. */
const MOST = 50;

/** What builds hand over for a build argument, as far as it matters to its Dockerfile. */
export interface PassedArgument {
  secret?: PassedSecret;
  /** What makes it another one at nearly every build, and where it is passed. */
  changes?: { what: string; at: Place };
}

export type PassedArguments = ReadonlyMap<string, PassedArgument>;

interface RotationQuestion {
  /** The stage to build; else the last. */
  target: string | undefined;
  /** What builds hand over, by build argument. */
  passed: PassedArguments;
  names: Vocabulary;
}

/**
 * The build arguments of a file that change from build to build: secrets, sooner or later, and what by its name is the
 * build's own. Those are only possible until an invocation is known that fills them.
 */
export function rotatingValues(
  file: ParsedDockerfile,
  secrets: readonly TrackedSecret[],
  { target, passed, names }: RotationQuestion,
): RotatingValue[] {
  const question = target === undefined ? {} : { target };
  const found = new Map<string, Omit<RotatingValue, 'rotation'>>();
  for (const tracked of secrets) {
    const { name, sources, confidence } = tracked;
    if (sources[0]?.kind === 'ARG' && !found.has(name))
      found.set(name, {
        kind: 'secret',
        tracked,
        confidence,
        isShortLived: isShortLived(name, names),
        ...from(passed.get(name)),
      });
  }
  for (const [name, { changes }] of passed)
    if (changes !== undefined && !found.has(name))
      found.set(name, { kind: 'change', confidence: 'likely', isShortLived: true, ...from({ changes }) });
  for (const name of changingArguments(file, names)) {
    const isSaid = names.rotates(name);
    if (!found.has(name))
      found.set(name, { kind: 'change', confidence: isSaid ? 'likely' : 'possible', isShortLived: isSaid });
  }
  return [...found]
    .slice(0, MOST)
    .map(([name, value]) => ({ ...value, rotation: rotationOf(file, name, question) }));
}

/** Where a build passes a value that changes: nothing about it is guessed any more. */
function from(passed: PassedArgument | undefined): Partial<Pick<RotatingValue, 'isShortLived' | 'from'>> {
  return passed?.changes === undefined ? {} : { isShortLived: true, from: passed.changes.at };
}
