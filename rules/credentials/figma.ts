import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'figma',
    vendor: 'Figma',
    title: 'personal access token',
    prefix: 'figd_',
    alphabet: base64url,
    length: [38, 42],
  }),
];
