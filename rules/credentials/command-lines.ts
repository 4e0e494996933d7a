import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const password = (): string => exampleText(ALNUM, 16);
const common = {
  vendor: 'generic',
  severity: 'high',
  confidence: 'likely',
  check: plausible,
  onInvalid: 'drop',
} as const;
/** A word of a command line, up to a blank or a sign of the shell. */
const WORD = '(?<secret>[^\\s"\'\\x60;|&<>]{6,200})';

/** Passwords that scripts and histories hand to programs. */
export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'curl-userpass',
    title: 'password on the command line of curl',
    keywords: ['curl '],
    pattern: new RegExp(
      `curl (?:[^\\n;|&c]|c(?!url )){0,300}?(?<=\\s)(?:-[a-zA-Z]{0,8}[uU]|--user|--proxy-user)[ =]?["']?[\\w.@%+-]{1,100}:${WORD}`,
    ),
    reach: { before: 4, after: 640 },
    examples: {
      match: () => [
        `curl -fsS -u deploy:${password()} https://example.com/x`,
        `curl --user "ci@example.com:${password()}" -O https://example.com`,
      ],
      miss: () => [
        'curl -u "$USER:$PASS" https://example.com',
        'curl -u user:password https://example.com',
        `curl -fsS https://example.com:8443/a -o b`,
      ],
    },
  },
  {
    ...common,
    id: 'sshpass',
    title: 'password on the command line of sshpass',
    keywords: ['sshpass '],
    pattern: new RegExp(`sshpass [^\\n;|&]{0,40}?-p[ ]?["']?${WORD}`),
    reach: { before: 4, after: 320 },
    examples: {
      match: () => [
        `sshpass -p ${password()} ssh deploy@host.example.com`,
        `sshpass -p'${password()}' scp a b:`,
      ],
      miss: () => ['sshpass -p "$PASS" ssh host', 'sshpass -f /run/secrets/pass ssh host'],
    },
  },
];
