import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'shippo',
    vendor: 'Shippo',
    title: 'API token',
    prefix: ['shippo_live_', 'shippo_test_'],
    alphabet: hex,
    length: 40,
  }),
];
