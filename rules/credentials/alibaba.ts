import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'alibaba-ak',
    vendor: 'Alibaba',
    title: 'access key id',
    prefix: 'LTAI',
    alphabet: alnum,
    length: [20, 20],
    severity: 'medium',
  }),
];
