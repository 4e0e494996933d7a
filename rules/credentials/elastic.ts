import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'elastic-cloud',
    vendor: 'Elastic',
    title: 'Cloud API key',
    prefix: 'essu_',
    alphabet: base64,
    length: [60, 200],
    suffix: '={0,2}',
  }),
];
