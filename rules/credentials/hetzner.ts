import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'hetzner',
    vendor: 'Hetzner',
    title: 'Cloud API token',
    names: ['hcloud_token', 'hetzner_token'],
    alphabet: alnum,
    length: 64,
  }),
];
