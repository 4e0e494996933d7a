import { ALNUM, exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const token = (): string => `pat${exampleText(ALNUM, 14)}.${exampleText(HEX, 64)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'airtable',
    vendor: 'Airtable',
    title: 'personal access token',
    keywords: ['airtable'],
    foldCase: true,
    pattern: /(?<![0-9A-Za-z])pat[0-9A-Za-z]{14}\.[0-9a-f]{64}(?![0-9A-Za-z])/,
    reach: { before: 200, after: 300 },
    severity: 'high',
    confidence: 'certain',
    examples: {
      match: () => [`AIRTABLE_TOKEN=${token()}`, `url: https://airtable.example.com\ntoken: ${token()}`],
      miss: () => ['airtable pat123', `AIRTABLE_TOKEN=${token().slice(0, 60)}`],
    },
  },
];
