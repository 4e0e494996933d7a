import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'sourcegraph',
    vendor: 'Sourcegraph',
    title: 'access token',
    prefix: ['sgp_'],
    alphabet: hex,
    length: 40,
  }),
];
