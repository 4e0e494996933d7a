import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'gitea-token',
    vendor: 'Gitea',
    title: 'access token',
    names: ['gitea_token', 'forgejo_token'],
    alphabet: hex,
    length: 40,
  }),
];
