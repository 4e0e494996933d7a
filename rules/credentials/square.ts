import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'square',
    vendor: 'Square',
    title: 'access token',
    prefix: ['sq0atp-', 'sq0csp-'],
    alphabet: base64url,
    length: [22, 43],
  }),
];
