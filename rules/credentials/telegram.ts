import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'telegram-bot',
    vendor: 'Telegram',
    title: 'bot token',
    names: ['telegram', 'bot_token', 'tg_token'],
    prefix: '[0-9]{8,10}:AA',
    alphabet: base64url,
    length: 33,
    make: () => `${exampleText('123456789', 10)}:AA${exampleText(BASE64URL, 33)}`,
  }),
];
