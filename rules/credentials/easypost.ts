import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'easypost',
    vendor: 'EasyPost',
    title: 'API key',
    prefix: ['EZAK', 'EZTK'],
    alphabet: alnum,
    length: 54,
  }),
];
