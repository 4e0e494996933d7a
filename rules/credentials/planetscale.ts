import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'planetscale',
    vendor: 'PlanetScale',
    title: 'password or token',
    prefix: ['pscale_pw_', 'pscale_tkn_', 'pscale_oauth_'],
    alphabet: { ...base64url, set: '0-9A-Za-z=._-' },
    length: [32, 64],
  }),
];
