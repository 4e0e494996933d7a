import { exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

export const formats: readonly CredentialFormat[] = [
  {
    id: 'launchdarkly',
    vendor: 'LaunchDarkly',
    title: 'SDK or API key',
    keywords: ['sdk-', 'api-'],
    pattern:
      /(?<![\w-])(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![\w-])/,
    reach: { before: 4, after: 48 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`LD_SDK_KEY=sdk-${exampleUuid()}`, `{"key":"api-${exampleUuid()}"}`],
      miss: () => ['sdk-linux-x64', `mob-${exampleUuid()}`, `my-sdk-${exampleUuid()}`],
    },
  },
];
