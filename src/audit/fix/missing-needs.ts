import type { SecretNeed } from '../../rewrite/need.ts';
import type { Finding } from '../finding.ts';
import type { AuditedFile } from './audited-file.ts';

/** What a build does not supply, and the finding that says so. */
export function missingNeeds({
  buildFindings,
}: Pick<AuditedFile, 'buildFindings'>): { finding: Finding; need: SecretNeed }[] {
  return buildFindings
    .filter(({ rule, suppressed }) => rule === 'secret-not-supplied' && suppressed === undefined)
    .map((finding) => ({ finding, need: needOf(finding.secret.name ?? '') }))
    .filter(({ need }) => /^[\w.-]+$/.test(need.id));
}

function needOf(name: string): SecretNeed {
  const ssh = /^ssh (.+)$/.exec(name)?.[1];
  return ssh === undefined ? { kind: 'secret', id: name } : { kind: 'ssh', id: ssh };
}
