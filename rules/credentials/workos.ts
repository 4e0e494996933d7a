import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'workos',
    vendor: 'WorkOS',
    title: 'API key',
    prefix: 'sk_live_a2V5',
    alphabet: alnum,
    length: [40, 120],
  }),
];
