import { BASE64URL, DIGITS, exampleText } from '../../src/credentials/examples.ts';
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
  {
    id: 'discord-bot',
    vendor: 'Discord',
    title: 'bot token',
    keywords: ['discord', 'bot_token', 'bottoken'],
    foldCase: true,
    pattern: /(?<![\w.-])(?<id>[MNO][\w-]{23,27})\.[\w-]{6}\.[\w-]{27,38}(?![\w.-])/,
    reach: { before: 160, after: 300 },
    severity: 'high',
    confidence: 'likely',
    // The first part is the bot's number in base64.
    check: (_secret, { groups }) =>
      /^\d{17,20}$/.test(Buffer.from(groups['id'] ?? '', 'base64url').toString('latin1'))
        ? 'valid'
        : 'invalid',
    onInvalid: 'drop',
    examples: {
      match: () => [`DISCORD_TOKEN=${bot()}`, `{"bot_token": "${bot()}"}`],
      miss: () => [
        `DISCORD_TOKEN=M${exampleText(BASE64URL, 23)}.abcdef.${exampleText(BASE64URL, 27)}`,
        bot(),
      ],
    },
  },
];

function bot(): string {
  const id = Buffer.from(`1${exampleText(DIGITS, 17)}`).toString('base64url');
  return `${id}.${exampleText(BASE64URL, 6)}.${exampleText(BASE64URL, 38)}`;
}
