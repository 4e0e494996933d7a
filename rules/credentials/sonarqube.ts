import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'sonar',
    vendor: 'SonarQube',
    title: 'token',
    prefix: ['squ_', 'sqp_', 'sqa_'],
    alphabet: hex,
    length: 40,
  }),
];
