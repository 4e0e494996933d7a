import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const webhook = { severity: 'medium', confidence: 'certain' } as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...webhook,
    id: 'teams-webhook',
    vendor: 'Microsoft',
    title: 'Teams webhook',
    keywords: ['webhookb2/'],
    pattern:
      /webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/(?<secret>[0-9a-f]{32}\/[0-9a-f-]{36})/,
    reach: { before: 8, after: 200 },
    examples: {
      match: () => [
        `https://x.webhook.office.com/webhookb2/${exampleText(HEX, 36)}@${exampleText(HEX, 36)}/IncomingWebhook/${exampleText(HEX, 32)}/${exampleText(HEX, 36)}`,
      ],
      miss: () => ['https://x.webhook.office.com/webhookb2/'],
    },
  },
];
