import { ALNUM, DIGITS, exampleText, HEX, UPPER } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

const digits = { set: '0-9', characters: DIGITS };

const webhook = { severity: 'medium', confidence: 'certain' } as const;

const team = (letter: string): string => letter + exampleText(UPPER, 9);

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'slack-bot',
    vendor: 'Slack',
    title: 'bot token',
    prefix: 'xoxb-',
    alphabet: digits,
    length: [10, 13],
    suffix: '-[0-9]{10,13}-[0-9A-Za-z]{24}',
    makeSuffix: () => `-${exampleText(DIGITS, 12)}-${exampleText(ALNUM, 24)}`,
  }),
  prefixed({
    id: 'slack-user',
    vendor: 'Slack',
    title: 'user token',
    prefix: ['xoxp-', 'xwfp-'],
    alphabet: digits,
    length: [10, 13],
    suffix: '-[0-9]{10,13}-[0-9]{10,13}-[0-9a-f]{28,34}',
    makeSuffix: () => `-${exampleText(DIGITS, 12)}-${exampleText(DIGITS, 13)}-${exampleText(HEX, 32)}`,
  }),
  prefixed({
    id: 'slack-app',
    vendor: 'Slack',
    title: 'app-level token',
    prefix: 'xapp-1-',
    alphabet: { set: '0-9A-Z', characters: UPPER },
    length: [9, 12],
    suffix: '-[0-9]{10,14}-[0-9a-f]{64}',
    makeSuffix: () => `-${exampleText(DIGITS, 13)}-${exampleText(HEX, 64)}`,
  }),
  prefixed({
    id: 'slack-config',
    vendor: 'Slack',
    title: 'configuration token',
    prefix: ['xoxe-1-', 'xoxe.xoxp-1-', 'xoxe.xoxb-1-'],
    alphabet: alnum,
    length: [140, 170],
  }),
  prefixed({
    id: 'slack-session',
    vendor: 'Slack',
    title: 'session of a browser',
    prefix: 'xoxc-',
    alphabet: digits,
    length: [10, 14],
    suffix: '-[0-9]{10,14}-[0-9]{10,14}-[0-9a-f]{64}',
    makeSuffix: () => `-${exampleText(DIGITS, 12)}-${exampleText(DIGITS, 12)}-${exampleText(HEX, 64)}`,
  }),
  prefixed({
    id: 'slack-session-cookie',
    vendor: 'Slack',
    title: 'session cookie of a browser',
    prefix: 'xoxd-',
    alphabet: { ...alnum, set: '0-9A-Za-z%+/=' },
    length: [100, 400],
  }),
  {
    ...webhook,
    id: 'slack-webhook',
    vendor: 'Slack',
    title: 'incoming webhook',
    keywords: ['hooks.slack.com'],
    pattern:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Z][0-9A-Z]{8,11}\/[0-9A-Z]{8,20}\/[0-9A-Za-z/]{20,60})/,
    reach: { before: 4, after: 140 },
    examples: {
      match: () => [`https://hooks.slack.com/services/${team('T')}/${team('B')}/${exampleText(ALNUM, 24)}`],
      miss: () => [
        'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
        'https://hooks.slack.com/services/$PATH',
      ],
    },
  },
];
