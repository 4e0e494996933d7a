import { awsAccountId } from '../../src/credentials/checks/aws.ts';
import { looksLikeSecretKey, pairedWithSecret } from '../../src/credentials/checks/aws-tokens.ts';
import { ALNUM, BASE32, exampleText, exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat, Told } from '../../src/credentials/format.ts';
import { ASSIGN, base64, prefixed } from '../../src/credentials/shapes.ts';

const aws = { vendor: 'AWS', severity: 'critical', confidence: 'likely' } as const;
const keyId = (prefix = 'AKIA'): string => prefix + exampleText(BASE32, 16);
const secretKey = (): string => `${exampleText(ALNUM, 20)}/+${exampleText(ALNUM, 18)}`;
const NAMES = '(?:aws|s3)[_-]?secret[\\w-]{0,24}|secret[_-]?access[_-]?key|aws_sk';

/** The account's number stands in the key id; not in those of before 2019, which go on with a letter before Q. */
function account(keyId: string): Told | undefined {
  const number = /^A[KS]IA[Q-Z2-7]/.test(keyId) ? awsAccountId(keyId) : undefined;
  return number === undefined ? undefined : { note: `of account ${number}` };
}

function accessKeyId(id: string, title: string, prefix: string): CredentialFormat {
  return {
    ...aws,
    id,
    title,
    keywords: [prefix],
    pattern: new RegExp(`(?<![0-9A-Za-z])${prefix}[A-Z2-7]{16}(?![0-9A-Za-z])`),
    reach: { before: 320, after: 480 },
    severity: 'medium',
    check: pairedWithSecret,
    onInvalid: 'drop',
    tells: (keyId) => account(keyId),
    examples: {
      match: () => [`aws_access_key_id = ${keyId(prefix)}\naws_secret_access_key = ${secretKey()}`],
      miss: () => [
        `AWS_ACCESS_KEY_ID=${keyId(prefix)}`,
        `${prefix}0189${exampleText(BASE32, 12)} ${secretKey()}`,
      ],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  accessKeyId('aws-access-key-id', 'access key id beside its secret', 'AKIA'),
  accessKeyId('aws-sts-key-id', 'temporary access key id beside its secret', 'ASIA'),
  {
    ...aws,
    id: 'aws-secret-key',
    title: 'secret access key',
    keywords: [
      'aws_secret',
      'aws-secret',
      'awssecret',
      's3_secret',
      's3secret',
      'access_key',
      'access-key',
      'accesskey',
      'aws_sk',
      'akia',
      'asia',
    ],
    foldCase: true,
    pattern: new RegExp(
      `(?:(?:${NAMES})${ASSIGN}|(?<![0-9A-Za-z])A[KS]IA[A-Z2-7]{16}(?![0-9A-Za-z])[^]{1,160}?(?<![0-9A-Za-z+/]))` +
        '(?<secret>[0-9A-Za-z+/]{40})(?![0-9A-Za-z+/=])',
      'i',
    ),
    reach: { before: 16, after: 320 },
    check: looksLikeSecretKey,
    onInvalid: 'drop',
    tells: (_secret, { window }) => account(/A[KS]IA[A-Z2-7]{16}/.exec(window)?.[0] ?? ''),
    examples: {
      match: () => [
        `AWS_SECRET_ACCESS_KEY=${secretKey()}`,
        `"SecretAccessKey": "${secretKey()}"`,
        `ENV AWS_SECRET_ACCESS_KEY ${secretKey()}`,
        `${keyId()}:${secretKey()}`,
      ],
      miss: () => [
        'AWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY',
        `aws_secret_access_key=${exampleText('0123456789abcdef', 40)}`,
        `aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}EXAMPLEKEY`,
      ],
    },
  },
  prefixed({
    ...aws,
    id: 'aws-session-token',
    title: 'session token',
    prefix: ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz'],
    alphabet: base64,
    length: [100, 3000],
  }),
  prefixed({
    ...aws,
    id: 'aws-bedrock-long',
    title: 'long-lived Bedrock API key',
    prefix: 'ABSKQmVkcm9ja0FQSUtleS',
    alphabet: base64,
    length: [60, 300],
    suffix: '={0,2}',
  }),
  prefixed({
    ...aws,
    id: 'aws-bedrock-short',
    title: 'short-lived Bedrock API key',
    prefix: 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t',
    alphabet: base64,
    length: [60, 3800],
    suffix: '={0,2}',
  }),
  {
    ...aws,
    id: 'aws-mws',
    title: 'MWS authentication token',
    keywords: ['amzn.mws.'],
    pattern: /amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    reach: { before: 8, after: 64 },
    examples: { match: () => [`amzn.mws.${exampleUuid()}`], miss: () => ['amzn.mws.example'] },
  },
];
