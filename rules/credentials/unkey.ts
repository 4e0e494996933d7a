import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'unkey',
    vendor: 'Unkey',
    title: 'root key',
    prefix: 'unkey_',
    alphabet: alnum,
    length: [20, 32],
  }),
];
