import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const wireguard = (): string => exampleBytes(32).toString('base64');

export const formats: readonly CredentialFormat[] = [
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
