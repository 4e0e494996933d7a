import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'supabase-pat',
    vendor: 'Supabase',
    title: 'management token',
    prefix: ['sbp_', 'sbp_oauth_', 'sbp_v0_'],
    keywords: ['sbp_'],
    alphabet: hex,
    length: 40,
  }),
  prefixed({
    id: 'supabase-secret',
    vendor: 'Supabase',
    title: 'project secret key',
    prefix: 'sb_secret_',
    alphabet: base64url,
    length: 31,
  }),
];
