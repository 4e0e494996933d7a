import { checkBech32, makeBech32 } from '../../src/credentials/checks/bech32.ts';
import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

function age(id: string, title: string, prefix: string): CredentialFormat {
  const make = (): string =>
    makeBech32(prefix, [...exampleBytes(51)].map((byte) => byte & 31).concat(16)).toUpperCase();
  const marker = `${prefix}1`.toUpperCase();
  return {
    id,
    vendor: 'age',
    title,
    keywords: [marker],
    pattern: new RegExp(`${marker}[02-9AC-HJ-NP-Z]{58}(?![0-9A-Z])`),
    reach: { before: 4, after: 96 },
    severity: 'critical',
    confidence: 'likely',
    check: checkBech32,
    onInvalid: 'drop',
    examples: {
      match: () => [make(), `# public key: age1x\n${make()}\n`],
      miss: () => [`${marker}${'Q'.repeat(58)}`, marker],
    },
  };
}

const putty = (): string => {
  const lines =
    exampleBytes(96)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: ci\nPublic-Lines: 1\nAAAA\nPrivate-Lines: ${lines.length}\n${lines.join('\n')}\nPrivate-MAC: 00`;
};
const minisign = (): string => Buffer.concat([Buffer.from('EdScB2'), exampleBytes(152)]).toString('base64');
const wireguard = (): string => exampleBytes(32).toString('base64');

export const formats: readonly CredentialFormat[] = [
  age('age-key', 'identity', 'age-secret-key-'),
  age('age-key-pq', 'post-quantum identity', 'age-secret-key-pq-'),
  {
    id: 'putty-key',
    vendor: 'PuTTY',
    title: 'private key',
    keywords: ['PuTTY-User-Key-File-'],
    pattern:
      /PuTTY-User-Key-File-[23]: [^\x00-\x1f]{1,40}\r?\nEncryption: (?:[^\x00P]|P(?!uTTY-User-Key-File-)){10,6000}?Private-Lines: \d{1,3}\r?\n(?<secret>(?:[0-9A-Za-z+/=]{4,64}\r?\n){1,200})/,
    reach: { before: 4, after: 16_000 },
    severity: 'critical',
    confidence: 'likely',
    examples: { match: () => [putty()], miss: () => ['PuTTY-User-Key-File-3: ssh-rsa'] },
  },
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
    id: 'ssh2-key',
    vendor: 'SSH.com',
    title: 'private key',
    keywords: ['BEGIN SSH2 ENCRYPTED PRIVATE KEY'],
    pattern:
      /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\r?\n(?:[A-Z][\w-]{1,63}: [^\n]{0,200}\r?\n){0,8}(?<secret>(?:[0-9A-Za-z+/=]{4,76}\r?\n){1,200})/,
    reach: { before: 8, after: 16_000 },
    severity: 'critical',
    confidence: 'likely',
    examples: {
      match: () => [
        `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: ci\n${exampleBytes(300)
          .toString('base64')
          .replace(/(.{64})/g, '$1\n')}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n`,
      ],
      miss: () => ['---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----'],
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
  {
    id: 'wireguard',
    vendor: 'WireGuard',
    title: 'private or preshared key',
    keywords: ['PrivateKey', 'PresharedKey'],
    pattern:
      /(?:PrivateKey|PresharedKey)[ \t]{0,4}=[ \t]{0,4}(?<secret>[0-9A-Za-z+/]{42}[048AEIMQUYcgkosw]=)(?![0-9A-Za-z+/=])/,
    reach: { before: 4, after: 96 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`[Interface]\nPrivateKey = ${wireguard()}\n`],
      miss: () => ['PrivateKey = <key>', 'PrivateKey ='],
    },
  },
  {
    id: 'openvpn',
    vendor: 'OpenVPN',
    title: 'static key',
    keywords: ['BEGIN OpenVPN Static key'],
    pattern: /-----BEGIN OpenVPN Static key V1-----\s{1,4}(?<secret>[0-9a-f\s]{500,600})-----END/,
    reach: { before: 16, after: 800 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [
        `-----BEGIN OpenVPN Static key V1-----\n${exampleBytes(256).toString('hex')}\n-----END OpenVPN Static key V1-----`,
      ],
      miss: () => ['-----BEGIN OpenVPN Static key V1-----'],
    },
  },
];
