import { CONFIDENCES, SEVERITIES, type Severity } from '../config/levels.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { severityIn } from '../flow/severity.ts';
import { type Left, secretOf, type TrackedSecret } from '../flow/tracked-secret.ts';
import type { Problem } from './problem.ts';

/** What a secret comes in by, for a sentence. */
const COMES_BY = {
  argument: 'build argument ',
  environment: 'ENV ',
  mount: 'secret mount ',
  file: 'credential file ',
  output: '',
  literal: 'credential ',
} as const;

/**
 * One problem for all the places where a secret is left in one way: the surest and worst is told, the others are
 * related to it.
 *
 * @param severity of a place in the image
 */
export function leftProblem(
  secret: TrackedSecret,
  left: readonly Left[],
  severity: Severity,
): Omit<Problem<Span>, 'message'> | undefined {
  const weighed = left
    .map((one) => ({ ...one, severity: severityIn(one.stay.stage, severity) }))
    .sort(
      (a, b) =>
        CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    );
  const [first, ...others] = weighed;
  if (first === undefined) return undefined;
  const { path = 'the build log', at, instruction } = first.stay;
  return {
    data: { who: COMES_BY[secret.by] + secret.name, name: secret.name, path, keyword: instruction.keyword },
    at,
    secret: secretOf(secret),
    flow: first.flow,
    related: others.map(({ stay }) => ({ label: `also ${stay.path ?? 'here'}`, at: stay.at })),
    confidence: first.confidence,
    severity: first.severity,
    about: { kind: 'secret', secret },
  };
}
