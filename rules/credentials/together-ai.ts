import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'together',
    vendor: 'Together AI',
    title: 'API key',
    prefix: 'tgp_v1_',
    alphabet: base64url,
    length: 43,
  }),
];
