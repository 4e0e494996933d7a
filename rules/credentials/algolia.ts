import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'algolia',
    vendor: 'Algolia',
    title: 'admin key',
    names: ['algolia_admin'],
    alphabet: hex,
    length: 32,
  }),
];
