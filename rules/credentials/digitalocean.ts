import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'digitalocean-pat',
    vendor: 'DigitalOcean',
    title: 'access token',
    prefix: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    alphabet: hex,
    length: 64,
    severity: 'critical',
  }),
  assigned({
    id: 'digitalocean-spaces',
    vendor: 'DigitalOcean',
    title: 'Spaces secret key',
    names: ['spaces_secret', 'spaces_access_secret'],
    alphabet: { set: '0-9A-Za-z+/', characters: alnum.characters },
    length: 43,
  }),
];
