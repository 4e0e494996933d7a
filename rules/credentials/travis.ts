import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'travis',
    vendor: 'Travis CI',
    title: 'API token',
    names: ['travis_token', 'travis_api_token'],
    alphabet: base64url,
    length: 22,
  }),
];
