import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'cloudsmith',
    vendor: 'Cloudsmith',
    title: 'API key',
    prefix: 'csa_',
    alphabet: alnum,
    length: 36,
  }),
];
