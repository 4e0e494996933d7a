import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'kaggle',
    vendor: 'Kaggle',
    title: 'API token',
    prefix: 'KGAT_',
    alphabet: hex,
    length: 32,
  }),
];
