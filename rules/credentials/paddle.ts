import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'paddle',
    vendor: 'Paddle',
    title: 'live API key',
    prefix: 'pdl_live_apikey_',
    alphabet: lowerAlnum,
    length: 26,
    suffix: '_[0-9A-Za-z]{22}_[0-9A-Za-z]{3}',
    makeSuffix: () => `_${exampleText(ALNUM, 22)}_${exampleText(ALNUM, 3)}`,
  }),
];
