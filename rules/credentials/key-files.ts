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
      /PuTTY-User-Key-File-[23]: [^\x00-\x1f]{1,40}\r?\nEncryption: [^\x00]{10,6000}?Private-Lines: \d{1,3}\r?\n(?<secret>(?:[0-9A-Za-z+/=]{4,64}\r?\n){1,200})/,
    reach: { before: 4, after: 16_000 },
    severity: 'critical',
    confidence: 'likely',
    examples: { match: () => [putty()], miss: () => ['PuTTY-User-Key-File-3: ssh-rsa'] },
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
