import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'linode',
    vendor: 'Akamai',
    title: 'Linode API token',
    names: ['linode_token', 'linode_api_token'],
    alphabet: hex,
    length: 64,
  }),
];
