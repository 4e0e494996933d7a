import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'replicate',
    vendor: 'Replicate',
    title: 'API token',
    prefix: 'r8_',
    alphabet: alnum,
    length: 37,
  }),
];
