import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'openrouter',
    vendor: 'OpenRouter',
    title: 'API key',
    prefix: 'sk-or-v1-',
    alphabet: hex,
    length: 64,
  }),
];
