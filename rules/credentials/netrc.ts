import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const secret = (): string => exampleText(ALNUM, 24);

/** Without a login it is as often a sentence about machines and passwords. */
const check: CredentialFormat['check'] = (secret, { groups }) =>
  groups['user'] === undefined && !/\d/.test(secret) ? 'invalid' : plausible(secret);
const common = { severity: 'high', confidence: 'likely', check, onInvalid: 'drop' } as const;
/** White space in a file, or its escapes in a shell word. */
const GAP = '(?:[ \\t\\r\\n]|\\\\[nt]){1,8}';

const WORD = '[^\\x00-\\x20"\'\\\\]';

export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'f-netrc',
    vendor: 'generic',
    title: 'password in a netrc line',
    keywords: ['machine'],
    needs: 'password',
    pattern: new RegExp(
      `machine${GAP}(?<host>${WORD}{1,255}?)${GAP}(?:login${GAP}(?<user>${WORD}{1,255}?)${GAP})?(?:account${GAP}${WORD}{1,255}?${GAP})?password${GAP}(?<secret>${WORD}{1,4096})`,
    ),
    reach: { before: 4, after: 5000 },
    examples: {
      match: () => [
        `machine git.example.com login ci password ${secret()}\n`,
        `machine git.example.com\n  login ci\n  password ${secret()}`,
        `echo "machine git.example.com login ci password ${secret()}" > ~/.netrc`,
        `printf 'machine a.example.com\\nlogin ci\\npassword ${secret()}\\n'`,
      ],
      miss: () => [
        'machine a.example.com login ci password $TOKEN',
        'machine a login b password <password>',
        'the machine password',
        'as "machine id password [path/]filename"',
      ],
    },
  },
];
