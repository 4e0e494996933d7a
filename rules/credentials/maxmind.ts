import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { EDGE } from '../../src/credentials/shapes.ts';

const key = (): string => `${exampleText(ALNUM, 6)}_${exampleText(ALNUM, 29)}_mmk`;

/** Common in Dockerfiles, which download location databases. */

export const formats: readonly CredentialFormat[] = [
  {
    id: 'maxmind',
    vendor: 'MaxMind',
    title: 'licence key',
    keywords: ['_mmk'],
    pattern: new RegExp(`${EDGE}[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk(?![0-9A-Za-z])`),
    reach: { before: 48, after: 16 },
    severity: 'medium',
    confidence: 'certain',
    examples: {
      match: () => [key(), `?license_key=${key()}&suffix=tar.gz`],
      miss: () => ['license_mmk', '$KEY_mmk'],
    },
  },
];
