import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'heroku-v2',
    vendor: 'Heroku',
    title: 'API token',
    prefix: 'HRKU-AA',
    alphabet: base64url,
    length: 58,
  }),
];
