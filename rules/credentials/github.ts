import { checkBase62, withChecksum } from '../../src/credentials/checks/base62.ts';
import { checkFineGrained, fineGrainedMark } from '../../src/credentials/checks/github.ts';
import { checkJwt } from '../../src/credentials/checks/jwt.ts';
import { ALNUM, exampleJwt, exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, EDGE, hex, prefixed } from '../../src/credentials/shapes.ts';

const github = { vendor: 'GitHub', alphabet: alnum, severity: 'critical' } as const;

function classic(id: string, title: string, prefix: string, body = 30): CredentialFormat {
  return prefixed({
    ...github,
    id,
    title,
    prefix,
    length: body + 6,
    check: checkBase62(prefix.length),
    // Installation tokens are changing their form, so a failed checksum settles nothing there.
    onInvalid: prefix === 'ghs_' ? 'doubt' : 'drop',
    make: () => withChecksum(prefix, exampleText(ALNUM, body)),
  });
}

const makeInstallation = (): string => `ghs_12345_${exampleJwt({ iss: 'x', exp: 4_000_000_000 })}`;

export const formats: readonly CredentialFormat[] = [
  classic('github-pat-classic', 'classic personal access token', 'ghp_'),
  classic('github-oauth', 'OAuth app access token', 'gho_'),
  classic('github-user-to-server', 'app user token', 'ghu_'),
  classic('github-app-installation', 'app installation or Actions token', 'ghs_'),
  classic('github-refresh', 'app refresh token', 'ghr_', 70),
  prefixed({
    ...github,
    id: 'github-pat-fine',
    title: 'fine-grained personal access token',
    prefix: 'github_pat_',
    alphabet: { ...alnum, set: '0-9A-Za-z_' },
    length: 82,
    check: checkFineGrained,
    make: () => {
      const head = `github_pat_11${exampleText(ALNUM, 20)}_${exampleText(ALNUM, 43)}`;
      return head + fineGrainedMark(head) + exampleText(ALNUM, 8);
    },
  }),
  {
    id: 'github-app-installation-jwt',
    vendor: 'GitHub',
    title: 'stateless installation or Actions token',
    keywords: ['ghs_'],
    pattern: new RegExp(
      `${EDGE}ghs_\\d{1,12}_eyJ[\\w-]{10,1000}\\.[\\w-]{10,4000}\\.[\\w-]{16,1000}(?![\\w-])`,
    ),
    reach: { before: 16, after: 6200 },
    severity: 'high',
    confidence: 'likely',
    check: (secret) => checkJwt(secret.replace(/^ghs_\d+_/, '')),
    onInvalid: 'doubt',
    examples: {
      match: () => [makeInstallation(), `GITHUB_TOKEN=${makeInstallation()}\n`],
      miss: () => ['ghs_12345_eyJ', `ghs_abc_${exampleJwt({})}`],
    },
  },
  assigned({
    ...github,
    id: 'github-client-secret',
    title: 'OAuth app client secret',
    names: ['github_client_secret', 'github_secret', 'github_oauth_secret'],
    alphabet: hex,
    length: 40,
    make: () => exampleText(HEX, 40),
  }),
];
