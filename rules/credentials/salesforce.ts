import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const session = (): string => `00D${exampleText(ALNUM, 12)}!${exampleText(ALNUM, 96)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'salesforce',
    vendor: 'Salesforce',
    title: 'session or access token',
    keywords: ['00D'],
    pattern: /(?<![\w/+])00D[0-9A-Za-z]{12}![\w.]{80,260}(?![\w.])/,
    reach: { before: 4, after: 300 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`SF_TOKEN=${session()}`, `"accessToken": "${session()}"`],
      miss: () => ['00D000000000001', session().replace('!', '.')],
    },
  },
];
