import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'auth0',
    vendor: 'Auth0',
    title: 'client secret',
    names: ['auth0_client_secret', 'auth0clientsecret'],
    alphabet: base64url,
    length: 64,
  }),
];
