import { CONFIDENCES, SEVERITIES } from '../config/levels.ts';
import type { ImageLocation } from './finding.ts';
import type { Problem } from './problem.ts';

/** What the further places of one secret are called. */
export const ALSO_HERE = 'also here';

/**
 * Problems of one rule, those about the same secret as one: the worst is told, the other places are related to it.
 * A token in `app.py` and `app.pyc`, in five layers or in five images is one leak.
 *
 * @param key of the secrets' fingerprints
 */
export function inOne(
  problems: readonly Problem<ImageLocation>[],
  severity: (typeof SEVERITIES)[number],
  key: Uint8Array,
): Problem<ImageLocation>[] {
  const bySecret = new Map<string, Problem<ImageLocation>[]>();
  for (const [index, problem] of problems.entries()) {
    const secret = problem.secret.value?.fingerprint(key) ?? `${index}`;
    const others = bySecret.get(secret);
    if (others === undefined) bySecret.set(secret, [problem]);
    else others.push(problem);
  }
  return [...bySecret.values()].flatMap((same) => {
    const [first, ...rest] = same.sort((a, b) => rank(a, severity) - rank(b, severity));
    if (first === undefined) return [];
    const also = rest.map(({ at }) => ({ label: ALSO_HERE, at }));
    return [{ ...first, related: [...(first.related ?? []), ...also] }];
  });
}

/** What is still there comes before what a later layer hides; then the worst, then the surest. */
function rank(
  { at, severity, confidence = 'likely' }: Problem<ImageLocation>,
  usual: (typeof SEVERITIES)[number],
): number {
  const hidden = at.state === undefined || at.state === 'final' ? 0 : 1;
  return hidden * 100 + SEVERITIES.indexOf(severity ?? usual) * 10 + CONFIDENCES.indexOf(confidence);
}
