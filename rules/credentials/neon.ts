import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({ id: 'neon', vendor: 'Neon', title: 'API key', prefix: 'napi_', alphabet: alnum, length: 64 }),
];
