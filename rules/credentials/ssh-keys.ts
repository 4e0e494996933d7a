import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const putty = (): string => {
  const lines =
    exampleBytes(96)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: ci\nPublic-Lines: 1\nAAAA\nPrivate-Lines: ${lines.length}\n${lines.join('\n')}\nPrivate-MAC: 00`;
};

export const formats: readonly CredentialFormat[] = [
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
];
