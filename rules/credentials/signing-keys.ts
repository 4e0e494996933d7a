import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const minisign = (): string => Buffer.concat([Buffer.from('EdScB2'), exampleBytes(152)]).toString('base64');

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
    severity: 'critical',
    confidence: 'likely',
    examples: {
      match: () => [`(11:private-key(3:rsa(1:n257:${exampleBytes(64).toString('hex')}`],
      miss: () => ['(11:private-key', '(10:public-key(3:rsa'],
    },
  },
];
