import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'tencent',
    vendor: 'Tencent',
    title: 'secret id',
    prefix: 'AKID',
    alphabet: alnum,
    length: 32,
    severity: 'medium',
  }),
];
