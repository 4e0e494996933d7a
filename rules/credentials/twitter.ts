import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const bearer = (): string =>
  `${'A'.repeat(22)}${exampleText('BCDEFGHKMN', 20)}%2B${exampleText(ALNUM, 30)}%3D${exampleText(ALNUM, 30)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'twitter-bearer',
    vendor: 'X',
    title: 'bearer token',
    keywords: ['AAAAAAAAAAAAAAAAAAAAA'],
    // The percent signs tell it from zeros in base64.
    pattern: /(?<![\w+/])A{21,22}(?=[\w]{0,100}%)[\w%]{70,110}(?![\w%+/=])/,
    reach: { before: 4, after: 160 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`TWITTER_BEARER=${bearer()}`, `"Bearer ${bearer()}"`],
      miss: () => ['A'.repeat(120), 'A'.repeat(22)],
    },
  },
];
