import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'dropbox',
    vendor: 'Dropbox',
    title: 'access token',
    prefix: ['sl.B', 'sl.u.A'],
    alphabet: base64url,
    length: [130, 1300],
    severity: 'medium',
  }),
];
