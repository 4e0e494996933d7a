import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'packagecloud',
    vendor: 'packagecloud',
    title: 'API token',
    names: ['packagecloud'],
    alphabet: hex,
    length: 48,
  }),
];
