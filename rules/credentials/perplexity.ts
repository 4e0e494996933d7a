import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'perplexity',
    vendor: 'Perplexity',
    title: 'API key',
    prefix: 'pplx-',
    alphabet: alnum,
    length: 48,
  }),
];
