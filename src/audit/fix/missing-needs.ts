import type { SecretNeed } from '../../rewrite/need.ts';
import type { Finding } from '../finding.ts';
import type { AuditedFile } from './audited-file.ts';

/** What a build does not supply, and the finding that says so. */
export function missingNeeds({
  buildFindings,
  builds,
}: Pick<AuditedFile, 'buildFindings' | 'builds'>): { finding: Finding; need: SecretNeed }[] {
  const args = builds.flatMap((build) => build.args.map(({ name }) => name));
  return buildFindings
    .filter(({ rule, suppressed }) => rule === 'secret-not-supplied' && suppressed === undefined)
    .map((finding) => ({ finding, need: needOf(finding.secret.name ?? '', args) }))
    .filter(({ need }) => /^[\w.-]+$/.test(need.id));
}

/** A build argument of the secret's name is what was handed over in its place. */
function needOf(name: string, args: readonly string[]): SecretNeed {
  const ssh = /^ssh (.+)$/.exec(name)?.[1];
  if (ssh !== undefined) return { kind: 'ssh', id: ssh };
  const argument = args.find((one) => one.toLowerCase() === name.toLowerCase());
  return { kind: 'secret', id: name, ...(argument !== undefined && { argument }) };
}
