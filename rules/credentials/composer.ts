import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const secret = (): string => exampleText(ALNUM, 24);

const common = { severity: 'high', confidence: 'likely', check: plausible, onInvalid: 'drop' } as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'f-composer',
    vendor: 'Composer',
    title: 'password in an auth.json',
    keywords: ['http-basic'],
    pattern:
      /http-basic\\?"\s{0,8}:\s{0,8}\{[^{}]{1,300}\{[^{}]{0,400}?password\\?"\s{0,8}:\s{0,8}\\?"(?<secret>[^\x00-\x1f"\\]{1,1024})/,
    reach: { before: 4, after: 1900 },
    examples: {
      match: () => [`{"http-basic": {"repo.example.com": {"username": "ci", "password": "${secret()}"}}}`],
      miss: () => [
        '{"http-basic": {}}',
        `{"http-basic": {"a": {"username": "ci", "password": "\${PASSWORD}"}}}`,
      ],
    },
  },
];
