import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const token = (): string => `ab-${exampleText(ALNUM, 36)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'f-conda',
    vendor: 'conda',
    title: 'token in a channel URL',
    keywords: ['/t/'],
    pattern: /https?:\/\/[\w.-]{1,200}(?::\d{1,5})?\/t\/(?<secret>[\w-]{20,80})\/[\w-]/,
    reach: { before: 220, after: 100 },
    severity: 'high',
    confidence: 'likely',
    // A forum's topics are words.
    check: (secret) => (/\d/.test(secret) && !/[a-z]{3,}-[a-z]{2,}/i.test(secret) ? 'unknown' : 'invalid'),
    onInvalid: 'drop',
    examples: {
      match: () => [
        `channels:\n  - https://conda.example.com/t/${token()}/corp\n`,
        `conda install -c https://conda.example.com/t/${token()}/corp/linux-64 lib`,
      ],
      miss: () => [
        'https://example.com/t/some-topic-in-a-forum/1',
        'https://example.com/t/is-it-vulnerable-to-cve-2023-44487/20125',
        `https://conda.example.com/t/\${TOKEN}/corp`,
      ],
    },
  },
];
