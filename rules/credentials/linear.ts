import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'linear',
    vendor: 'Linear',
    title: 'API key',
    prefix: 'lin_api_',
    alphabet: alnum,
    length: 40,
  }),
];
