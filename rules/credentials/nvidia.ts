import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'nvidia',
    vendor: 'NVIDIA',
    title: 'API key',
    prefix: 'nvapi-',
    alphabet: base64url,
    length: [60, 70],
  }),
];
