import type { Finding } from '../audit/finding.ts';
import { SEVERITIES, type Severity } from '../config/levels.ts';

/** All findings about one secret. */
export interface SecretGroup {
  severity: Severity;
  secret: Finding['secret'];
  /** Worst first. */
  findings: Finding[];
}

/** Findings by secret, the worst group first; else in the order they came. */
export function groupBySecret(findings: readonly Finding[]): SecretGroup[] {
  const groups = groupBy(findings, ({ secret }) => secret.fingerprint);
  return [...groups.values()].map(toGroup).sort((a, b) => rank(a.severity) - rank(b.severity));
}

/** Items by a key, both in the order they came. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function toGroup(findings: readonly Finding[]): SecretGroup {
  const sorted = [...findings].sort((a, b) => rank(a.severity) - rank(b.severity));
  const secrets = findings.map(({ secret }) => secret);
  const first = secrets[0] ?? { redacted: '', fingerprint: '', validity: 'unknown' as const };
  const name = secrets.find((secret) => secret.name !== undefined)?.name;
  const telling = secrets.find(({ kind }) => kind !== undefined) ?? first;
  return {
    severity: sorted[0]?.severity ?? 'low',
    secret: name === undefined ? telling : { ...telling, name },
    findings: sorted,
  };
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
