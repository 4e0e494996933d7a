import type { SecretNeed } from '../../rewrite/need.ts';
import type { Finding } from '../finding.ts';
import type { AuditedFile } from '../run-dockerfiles.ts';

/** What a build does not supply, and the finding that says so. */
export function missingNeeds({
  buildFindings,
}: Pick<AuditedFile, 'buildFindings'>): { finding: Finding; need: SecretNeed }[] {
  return buildFindings
    .filter(({ rule, suppressed }) => rule === 'secret-not-supplied' && suppressed === undefined)
    .flatMap((finding) => {
      const { name = '' } = finding.secret;
      const ssh = /^ssh (.+)$/.exec(name)?.[1];
      if (ssh !== undefined) return [{ finding, need: { kind: 'ssh', id: ssh } as const }];
      return /^[\w.-]+$/.test(name) ? [{ finding, need: { kind: 'secret', id: name } as const }] : [];
    });
}
