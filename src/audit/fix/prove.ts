import type { Finding } from '../finding.ts';

/** What an audit of the rewritten file says of the rewrite. */
export interface Proof {
  /** It leaves nothing worse: no new finding, nothing that the builder would refuse. */
  holds: boolean;
  /** Findings of the first audit that are gone. */
  gone: readonly Finding[];
  /** One that is new. */
  added?: Finding;
}

interface Audited {
  findings: readonly Finding[];
  skipped: readonly unknown[];
}

/**
 * Holds the audits of a file before and after a rewrite against each other. A secret is told by its name in any writing:
 * what was the build argument NPM_TOKEN may now be the mount npm_token.
 */
export function prove(before: Audited, after: Audited): Proof {
  const left = countsOf(after.findings);
  const gone = before.findings.filter((finding) => {
    const key = keyOf(finding);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  const added = after.findings.find((finding) => (left.get(keyOf(finding)) ?? 0) > 0);
  const holds = added === undefined && after.skipped.length <= before.skipped.length;
  return { holds, gone, ...(added && { added }) };
}

function countsOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

function keyOf({ rule, secret }: Finding): string {
  const name = (secret.name ?? secret.kind ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '');
  return `${rule} ${name}`;
}
