import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'netlify',
    vendor: 'Netlify',
    title: 'personal access token',
    prefix: ['nfp_', 'nfc_', 'nfo_', 'nfu_', 'nfb_'],
    alphabet: { ...alnum, set: '0-9A-Za-z_' },
    length: 36,
  }),
];
