import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'shopify',
    vendor: 'Shopify',
    title: 'access token or shared secret',
    prefix: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_', 'shpit_'],
    alphabet: { ...hex, set: '0-9A-Fa-f' },
    length: 32,
  }),
];
