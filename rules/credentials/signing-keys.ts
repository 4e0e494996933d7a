import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const minisign = (): string => Buffer.concat([Buffer.from('EdScB2'), exampleBytes(152)]).toString('base64');
/** A number of a key, in hex or as bytes: a program that writes such keys has neither. Source: Libgcrypt, S-expressions. */
const NUMBER =
  /#[0-9A-Fa-f\s]{32}|[a-z]\d{2,4}:(?:[0-9A-Fa-f]{24}|(?=[\s\S]{0,23}[^\t\r\n\x20-\x7e])[\s\S]{24})/;

export const formats: readonly CredentialFormat[] = [
  {
    id: 'minisign',
    vendor: 'minisign',
    title: 'secret key',
    keywords: ['RWRTY0Iy'],
    pattern: /(?<![0-9A-Za-z+/])RWRTY0Iy[0-9A-Za-z+/]{196,204}={0,2}(?![0-9A-Za-z+/=])/,
    reach: { before: 4, after: 240 },
    severity: 'medium',
    confidence: 'certain',
    examples: {
      match: () => [`untrusted comment: minisign encrypted secret key\n${minisign()}\n`],
      miss: () => ['RWRTY0Iy', minisign().slice(0, 100)],
    },
  },
  {
    id: 'gpg-keyring',
    vendor: 'GnuPG',
    title: 'private key of an agent',
    keywords: [
      '(11:private-key',
      '(21:protected-private-key',
      'Key: (private-key',
      'Key: (protected-private-key',
    ],
    pattern: /\((?:11:|21:)?(?:protected-)?private-key[\s(]{1,4}(?<secret>[\s\S]{40,2000})/,
    reach: { before: 8, after: 2100 },
    check: (secret) => (NUMBER.test(secret) ? 'unknown' : 'invalid'),
    onInvalid: 'drop',
    severity: 'critical',
    confidence: 'likely',
    examples: {
      match: () => [
        `(11:private-key(3:rsa(1:n257:${exampleBytes(64).toString('hex')}`,
        `Key: (private-key (ecc (curve Ed25519)(q #${exampleBytes(33).toString('hex')}#)`,
      ],
      miss: () => [
        '(11:private-key',
        '(10:public-key(3:rsa',
        `'(11:private-key(3:rsa(1:n257:' + n + '(1:e3:' + e + '(1:d256:' + secret.toString('latin1')`,
      ],
    },
  },
];
