import { exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

export const formats: readonly CredentialFormat[] = [
  {
    id: 'scaleway',
    vendor: 'Scaleway',
    title: 'secret key',
    keywords: ['SCW_SECRET_KEY', 'scw_secret_key'],
    pattern:
      /(?:SCW_SECRET_KEY|scw_secret_key)["']?[ \t]{0,4}[=: ][ \t]{0,4}["']?(?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/,
    reach: { before: 4, after: 80 },
    severity: 'critical',
    confidence: 'likely',
    examples: {
      match: () => [`SCW_SECRET_KEY=${exampleUuid()}`],
      miss: () => ['SCW_SECRET_KEY=$SCW_SECRET_KEY'],
    },
  },
];
