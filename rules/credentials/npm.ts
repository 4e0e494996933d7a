import { checkBase62, withChecksum } from '../../src/credentials/checks/base62.ts';
import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText, exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

const npm = { vendor: 'npm', severity: 'critical', confidence: 'likely' } as const;

const basic = (): string => Buffer.from(`deploy:${exampleText(ALNUM, 20)}`).toString('base64');

export const formats: readonly CredentialFormat[] = [
  prefixed({
    ...npm,
    id: 'npm-token',
    title: 'access token',
    prefix: 'npm_',
    alphabet: alnum,
    length: 36,
    check: checkBase62('npm_'.length),
    onInvalid: 'drop',
    make: () => withChecksum('npm_', exampleText(ALNUM, 30)),
  }),
  {
    ...npm,
    id: 'npm-token-legacy',
    title: 'registry token in an .npmrc line',
    keywords: ['_authToken'],
    pattern:
      /(?<![.$\w])_authToken["']?[ \t]{0,4}[=:, ][ \t]{0,4}["']?(?<secret>[^\x00-\x20"'`\\<>;|&(){},]{8,4096})/,
    reach: { before: 16, after: 4200 },
    // A property of that name, in a program.
    check: (secret) => (/^[A-Za-z_$]+(?:\.[A-Za-z_$]+)+$/.test(secret) ? 'invalid' : plausible(secret)),
    onInvalid: 'drop',
    examples: {
      match: () => [
        `//npm.example.com/:_authToken=${exampleUuid()}`,
        `npm config set //npm.example.com/:_authToken ${exampleUuid()}`,
        `RUN echo "//npm.example.com/:_authToken=${exampleUuid()}" > .npmrc`,
      ],
      miss: () => [
        `//npm.example.com/:_authToken=\${NPM_TOKEN}`,
        '//npm.example.com/:_authToken=$NPM_TOKEN',
        '//npm.example.com/:_authToken=',
        'this._authToken=e.accessToken',
      ],
    },
  },
  {
    ...npm,
    id: 'f-npmrc',
    title: 'registry password in an .npmrc line',
    keywords: [':_auth', '_auth=', '_auth =', '_password'],
    pattern:
      /(?:^|[:\s"'])_(?:auth|password)[ \t]{0,4}=[ \t]{0,4}["']?(?<secret>[0-9A-Za-z+/_-]{8,4096}={0,2})/,
    reach: { before: 16, after: 4200 },
    check: (secret) => (/^[a-z_]+$/.test(secret) ? 'invalid' : plausible(secret)),
    onInvalid: 'drop',
    examples: {
      match: () => [`//npm.example.com/:_auth=${basic()}\n`, `_auth = "${basic()}"`, `:_password=${basic()}`],
      miss: () => [`//npm.example.com/:_auth=\${NPM_AUTH}`, `user_password=${basic()}`],
    },
  },
];
