import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'prefect',
    vendor: 'Prefect',
    title: 'API key',
    prefix: 'pnu_',
    alphabet: alnum,
    length: 36,
  }),
];
