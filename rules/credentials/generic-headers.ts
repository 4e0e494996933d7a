import { plausible, plausibleBasic } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const basic = (): string => Buffer.from(`deploy:${exampleText(ALNUM, 20)}`).toString('base64');
const token = (): string => exampleText(ALNUM, 32);
const common = {
  vendor: 'generic',
  severity: 'high',
  confidence: 'likely',
  foldCase: true,
  onInvalid: 'drop',
} as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'basic-header',
    title: 'Basic authorization header',
    keywords: ['authorization'],
    pattern:
      /authorization(?:\\?["'])?[ \t]{0,4}[:=,][ \t]{0,4}(?:\\?["'])?basic[ \t]{1,4}(?<secret>[0-9a-z+/_-]{6,4096}={0,2})/i,
    reach: { before: 4, after: 4200 },
    check: plausibleBasic,
    examples: {
      match: () => [
        `curl -H "Authorization: Basic ${basic()}" https://example.com`,
        `{"Authorization": "Basic ${basic()}"}`,
      ],
      miss: () => [
        'Authorization: Basic $TOKEN',
        'Authorization: Basic realm',
        `Authorization: Basic ${btoa('user:password')}`,
      ],
    },
  },
  {
    ...common,
    id: 'bearer-header',
    title: 'Bearer authorization header',
    keywords: ['authorization'],
    pattern:
      /authorization(?:\\?["'])?[ \t]{0,4}[:=,][ \t]{0,4}(?:\\?["'])?(?:bearer|token)[ \t]{1,4}(?<secret>[\w.~+/-]{16,4096}={0,2})/i,
    reach: { before: 4, after: 4200 },
    check: (secret) => (/\d/.test(secret) ? plausible(secret) : 'invalid'),
    examples: {
      match: () => [
        `curl -H "Authorization: Bearer a1${token()}" https://example.com`,
        `Authorization: token b2${token()}`,
      ],
      miss: () => [
        'Authorization: Bearer $TOKEN',
        `Authorization: Bearer \${TOKEN}`,
        'Authorization: Bearer authentication_tokens',
      ],
    },
  },
  {
    ...common,
    id: 'f-git-config',
    vendor: 'git',
    title: 'authorization header in a git config',
    keywords: ['extraheader'],
    pattern:
      /extraheader[ \t=:"']{1,8}(?:proxy-)?authorization:[ \t]{0,4}(?:basic|bearer)[ \t]{1,4}(?<secret>[\w.~+/-]{8,4096}={0,2})/i,
    reach: { before: 4, after: 4200 },
    check: (secret) => (secret.startsWith('$') ? 'invalid' : 'unknown'),
    examples: {
      match: () => [`[http "https://git.example.com/"]\n\textraheader = AUTHORIZATION: basic ${basic()}`],
      miss: () => ['extraheader = AUTHORIZATION: basic ***', 'extraheader = X-Trace: 1'],
    },
  },
];
