import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const webhook = { severity: 'medium', confidence: 'certain' } as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...webhook,
    id: 'discord-webhook',
    vendor: 'Discord',
    title: 'webhook',
    keywords: ['api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/(?<secret>[\w-]{60,68})(?![\w-])/,
    reach: { before: 24, after: 120 },
    examples: {
      match: () => [
        `https://discord.com/api/webhooks/${exampleText('123456789', 18)}/${exampleText(BASE64URL, 68)}`,
      ],
      miss: () => ['https://discord.com/api/webhooks/1/token'],
    },
  },
];
