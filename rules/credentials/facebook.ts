import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const token = (): string => `EAAM${exampleText(ALNUM, 160)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'facebook',
    vendor: 'Meta',
    title: 'access token',
    keywords: ['EAA'],
    // Base64 has such runs as well, but not from a quote, a sign or a blank on to another.
    pattern: /(?<=["'=: \t\n]|^)EAA[0-9A-Za-z]{100,300}(?![\w+/=-])/,
    reach: { before: 4, after: 340 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`FB_TOKEN=${token()}`, `{"access_token": "${token()}"}`],
      miss: () => ['EAAB', `x${token()}`, `${token()}=`],
    },
  },
];
