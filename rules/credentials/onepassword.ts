import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: '1password-sa',
    vendor: '1Password',
    title: 'service-account token',
    prefix: 'ops_eyJ',
    alphabet: base64,
    length: [250, 3000],
    suffix: '={0,2}',
  }),
];
