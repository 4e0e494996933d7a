import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'infracost',
    vendor: 'Infracost',
    title: 'API key',
    prefix: 'ico-',
    alphabet: alnum,
    length: 32,
  }),
];
