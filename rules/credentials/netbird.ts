import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'netbird',
    vendor: 'NetBird',
    title: 'personal access token',
    prefix: 'nbp_',
    alphabet: alnum,
    length: 36,
  }),
];
