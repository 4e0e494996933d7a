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
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = finding.secret.fingerprint;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map(toGroup).sort((a, b) => rank(a.severity) - rank(b.severity));
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
