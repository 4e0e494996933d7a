import { checkRoutable, routableTail } from '../../src/credentials/checks/gitlab.ts';
import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { type Alphabet, alnum, base64url, EDGE, hex, prefixed } from '../../src/credentials/shapes.ts';

function token(
  id: string,
  title: string,
  prefix: string,
  length: number,
  alphabet: Alphabet = base64url,
): CredentialFormat {
  const severity = prefix === 'glpat-' ? 'critical' : 'high';
  return prefixed({ id, vendor: 'GitLab', title, prefix, length, alphabet, severity });
}

/** `<prefix><payload>.01.<length><crc>`, the default since 2025. */
function routable(id: string, title: string, prefix: string, lead: string): CredentialFormat {
  const make = (): string => {
    const head = `${prefix}${exampleText(BASE64URL, 40)}`;
    return head + routableTail(head, 40);
  };
  return {
    id,
    vendor: 'GitLab',
    title,
    keywords: [prefix.slice(0, 6)],
    pattern: new RegExp(`${EDGE}${lead}[\\w-]{27,300}\\.01\\.[0-9a-z]{9}(?![0-9A-Za-z])`),
    reach: { before: 16, after: 400 },
    severity: 'critical',
    confidence: 'likely',
    check: checkRoutable,
    onInvalid: 'drop',
    examples: {
      match: () => [make(), `TOKEN=${make()}`, `https://oauth2:${make()}@gitlab.example.com/a/b.git`],
      miss: () => [make().replace(/.$/, '-'), `${prefix}short.01.abcdefghi`],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  token('gitlab-pat', 'personal, project or group access token', 'glpat-', 20),
  routable('gitlab-pat-routable', 'routable access token', 'glpat-', 'glpat-'),
  token('gitlab-runner-auth', 'runner authentication token', 'glrt-', 20),
  routable('gitlab-runner-auth-routable', 'routable runner token', 'glrt-t1_', 'glrt-t\\d_'),
  token('gitlab-runner-registration', 'runner registration token', 'GR1348941', 20),
  token('gitlab-deploy', 'deploy token', 'gldt-', 20),
  token('gitlab-trigger', 'pipeline trigger token', 'glptt-', 40, hex),
  token('gitlab-oauth-secret', 'OAuth application secret', 'gloas-', 64),
  token('gitlab-agent', 'Kubernetes agent token', 'glagent-', 50),
  token('gitlab-feed', 'feed token', 'glft-', 20),
  token('gitlab-mail', 'incoming mail token', 'glimt-', 25),
  prefixed({
    id: 'gitlab-ci-job',
    vendor: 'GitLab',
    title: 'job token, which dies with its job',
    prefix: 'glcbt-',
    length: [1, 5],
    alphabet: alnum,
    suffix: '_[\\w-]{20}',
    makeSuffix: () => `_${exampleText(BASE64URL, 20)}`,
    severity: 'low',
  }),
  token('gitlab-scim', 'SCIM token', 'glsoat-', 20),
  token('gitlab-ff-client', 'feature-flag client token', 'glffct-', 20),
];
