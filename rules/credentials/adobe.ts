import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'adobe',
    vendor: 'Adobe',
    title: 'client secret',
    prefix: 'p8e-',
    alphabet: alnum,
    length: 32,
  }),
];
