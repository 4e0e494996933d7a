import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'yandex',
    vendor: 'Yandex Cloud',
    title: 'API key',
    prefix: 'AQVN',
    alphabet: base64url,
    length: [35, 38],
  }),
  {
    id: 'yandex-iam',
    vendor: 'Yandex Cloud',
    title: 'IAM token',
    keywords: ['t1.9eu'],
    pattern: /(?<![\w.-])t1\.9eu[\w-]{40,600}={0,2}\.[\w-]{86}(?![\w-])/,
    reach: { before: 4, after: 720 },
    severity: 'medium',
    confidence: 'likely',
    examples: {
      match: () => [`YC_TOKEN=t1.9eu${exampleText(BASE64URL, 120)}.${exampleText(BASE64URL, 86)}`],
      miss: () => ['t1.9eu', `t1.9eu${exampleText(BASE64URL, 20)}.x`],
    },
  },
];
