import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const token = (): string => `st.${exampleText(HEX, 24)}.${exampleText(HEX, 32)}.${exampleText(HEX, 32)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'infisical',
    vendor: 'Infisical',
    title: 'service token',
    keywords: ['infisical'],
    foldCase: true,
    pattern: /(?<![0-9A-Za-z.])st\.[0-9a-f]{24}\.[0-9a-f]{32,64}\.[0-9a-f]{32,64}(?![0-9A-Za-z.])/,
    reach: { before: 64, after: 260 },
    severity: 'critical',
    confidence: 'likely',
    examples: {
      match: () => [`INFISICAL_TOKEN=${token()}`, `infisical run --token="${token()}"`],
      miss: () => ['INFISICAL_TOKEN=st.abc', 'INFISICAL_TOKEN='],
    },
  },
];
