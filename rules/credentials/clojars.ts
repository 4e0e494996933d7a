import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'clojars',
    vendor: 'Clojars',
    title: 'deploy token',
    prefix: 'CLOJARS_',
    alphabet: lowerAlnum,
    length: 60,
  }),
];
