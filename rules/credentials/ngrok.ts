import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'ngrok',
    vendor: 'ngrok',
    title: 'authentication token',
    names: ['ngrok_authtoken', 'ngrok_token', 'authtoken'],
    alphabet: alnum,
    length: 27,
    suffix: '_[0-9A-Za-z]{20,21}',
    make: () => `${exampleText(ALNUM, 27)}_${exampleText(ALNUM, 20)}`,
  }),
];
