import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'cerebras',
    vendor: 'Cerebras',
    title: 'API key',
    prefix: 'csk-',
    alphabet: lowerAlnum,
    length: 48,
  }),
];
