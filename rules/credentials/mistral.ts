import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'mistral',
    vendor: 'Mistral',
    title: 'API key',
    names: ['mistral_api_key'],
    alphabet: alnum,
    length: 32,
  }),
];
