import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'drone',
    vendor: 'Drone',
    title: 'API token',
    names: ['drone_token'],
    alphabet: alnum,
    length: 32,
  }),
];
