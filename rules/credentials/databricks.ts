import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'databricks',
    vendor: 'Databricks',
    title: 'personal access token',
    prefix: ['dapi', 'dkea', 'dose'],
    alphabet: hex,
    length: 32,
  }),
];
