import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'rubygems',
    vendor: 'RubyGems',
    title: 'API key',
    prefix: 'rubygems_',
    alphabet: hex,
    length: 48,
    severity: 'critical',
  }),
];
