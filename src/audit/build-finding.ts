import { Secret } from '../credentials/secret.ts';
import type { Finding, FoundSecret, Labelled, Location, Suppression } from './finding.ts';
import { findingFingerprint } from './fingerprint.ts';
import type { Problem, ProblemSecret } from './problem.ts';
import type { Rule } from './rule.ts';
import type { Scrubber } from './scrubber.ts';

export interface FindingContext<Place> {
  /** Where a place is, for the report. */
  locate(place: Place): Location;
  scrubber: Scrubber;
  key: Uint8Array;
  /** Of value hashes, where the project has a salt. */
  valueKey?: Uint8Array | undefined;
  /** A file's path from the root of the project. */
  pathInProject?: ((path: string) => string) | undefined;
}

/** Makes a rule's problem into a finding: the one place where sentences, lines and columns come about. */
export function buildFinding<Place>(
  rule: Pick<Rule<never, Place, never>, 'id' | 'severity' | 'confidence' | 'messages'>,
  problem: Problem<Place>,
  context: FindingContext<Place>,
  suppressed?: Suppression,
): Finding {
  const { scrubber, locate } = context;
  const labelled = ({ label, at }: { label: string; at: Place }): Labelled => ({
    label: scrubber.scrub(label),
    location: locate(at),
  });
  const { name, kind } = problem.secret;
  const location = locate(problem.at);
  return {
    rule: rule.id,
    severity: problem.severity ?? rule.severity,
    confidence: problem.confidence ?? rule.confidence,
    message: scrubber.scrub(sentence(rule.messages[problem.message] ?? problem.message, problem.data ?? {})),
    location,
    related: (problem.related ?? []).map(labelled),
    flow: (problem.flow ?? []).map(labelled),
    secret: foundSecret(problem.secret, context),
    fingerprint: findingFingerprint(
      [rule.id, problem.message, ...identityOf(location, context.pathInProject), name ?? '', kind ?? ''].map(
        (part) => scrubber.scrub(part),
      ),
    ),
    fixes: [],
    ...(suppressed && { suppressed: { by: suppressed.by, reason: scrubber.scrub(suppressed.reason) } }),
  };
}

function sentence(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => data[key] ?? '');
}

function foundSecret(secret: ProblemSecret, { scrubber, key, valueKey }: FindingContext<never>): FoundSecret {
  const { name, kind, value, validity = 'unknown' } = secret;
  const what = kind ?? 'value';
  const valueHash = valueKey && value?.valueHash(valueKey);
  return {
    ...(name !== undefined && { name: scrubber.scrub(name) }),
    ...(kind !== undefined && { kind }),
    redacted:
      value === undefined
        ? `<value of ${scrubber.scrub(name ?? 'unknown')}, not in the text>`
        : `<${what}, ${value.length} characters>`,
    fingerprint: (value ?? new Secret(`name:${name}`)).fingerprint(key),
    ...(valueHash !== undefined && { valueHash }),
    validity,
  };
}

/** Digests and random names, and indexes. */
const PASSING = /[0-9a-f]{12,}|\d+/g;

/** What a place keeps when lines move, wherever the audit is started from, and when an image is rebuilt. */
export function identityOf(
  location: Location,
  pathInProject: (path: string) => string = (path) => path,
): string[] {
  if (location.kind === 'source') return [pathInProject(location.path)];
  const { channel, pointer = '', name = '', path = '' } = location;
  return [channel, pointer.replace(PASSING, ''), name, path.replace(/[0-9a-f]{12,}/g, '')];
}
