import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'honeycomb',
    vendor: 'Honeycomb',
    title: 'API key',
    prefix: ['hcaik_', 'hcamk_', 'hcxik_', 'hcxmk_'],
    alphabet: lowerAlnum,
    length: 58,
  }),
];
