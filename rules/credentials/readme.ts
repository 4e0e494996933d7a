import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'readme-io',
    vendor: 'ReadMe',
    title: 'API key',
    prefix: 'rdme_',
    alphabet: lowerAlnum,
    length: 70,
  }),
];
