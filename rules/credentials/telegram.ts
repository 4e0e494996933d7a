import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const token = (): string => `${exampleText('123456789', 10)}:AA${exampleText(BASE64URL, 33)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'telegram-bot',
    vendor: 'Telegram',
    title: 'bot token',
    keywords: [':AA'],
    pattern: /(?<![\w:.-])[0-9]{8,10}:AA[\w-]{33}(?![\w-])/,
    reach: { before: 16, after: 48 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [
        `BOT=${token()}`,
        `telebot.TeleBot("${token()}")`,
        `https://api.example.com/bot/${token()}/x`,
      ],
      miss: () => ['12345678:AA', token().slice(0, -4), `1:2:${token()}`],
    },
  },
];
