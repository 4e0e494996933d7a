import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'pulumi',
    vendor: 'Pulumi',
    title: 'access token',
    prefix: 'pul-',
    alphabet: hex,
    length: 40,
  }),
];
