import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const secret = (): string => exampleText(ALNUM, 24);

const common = { severity: 'high', confidence: 'likely', check: plausible, onInvalid: 'drop' } as const;

/** Maven's own settings come with an example. */
function isComment(before: string): boolean {
  return before.lastIndexOf('<!--') > before.lastIndexOf('-->');
}

export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'f-maven',
    vendor: 'Maven',
    title: 'password in a settings file',
    keywords: ['<password>', '<passphrase>'],
    pattern: /<pass(?:word|phrase)>(?<secret>[^\x00-\x1f<>]{1,1024})<\/pass/,
    reach: { before: 2000, after: 1100 },
    check: (text, { window, offset }) =>
      /^\{[0-9A-Za-z+/=]{20,}\}$/.test(text) || isComment(window.slice(Math.max(0, offset - 2000), offset))
        ? 'invalid'
        : plausible(text),
    examples: {
      match: () => [`<server><id>x</id><username>ci</username><password>${secret()}</password></server>`],
      miss: () => [
        `<password>\${env.MAVEN_PASSWORD}</password>`,
        '<password></password>',
        `<!-- <server><password>${secret()}</password></server> -->`,
        `<password>{${secret()}${secret()}=}</password>`,
      ],
    },
  },
];
