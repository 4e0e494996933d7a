import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'cohere',
    vendor: 'Cohere',
    title: 'API key',
    names: ['co_api_key', 'cohere_api_key'],
    alphabet: alnum,
    length: 40,
  }),
];
