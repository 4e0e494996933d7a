import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

/** The service that took them was shut in 2024. */
const serverKey = (): string => `AAAA${exampleText(BASE64URL, 7)}:APA91b${exampleText(BASE64URL, 134)}`;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'firebase-fcm-legacy',
    vendor: 'Google',
    title: 'Firebase Cloud Messaging server key',
    keywords: [':APA91b'],
    pattern: /(?<![\w-])AAAA[\w-]{7}:APA91b[\w-]{134}(?![\w-])/,
    reach: { before: 16, after: 160 },
    severity: 'low',
    confidence: 'likely',
    examples: {
      match: () => [`FCM_KEY=${serverKey()}`, `{"key":"${serverKey()}"}`],
      miss: () => ['AAAAabcdefg:APA91b', serverKey().slice(0, 100)],
    },
  },
];
