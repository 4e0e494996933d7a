import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({ id: 'groq', vendor: 'Groq', title: 'API key', prefix: 'gsk_', alphabet: alnum, length: 52 }),
];
