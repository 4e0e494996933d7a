import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({ id: 'render', vendor: 'Render', title: 'API key', prefix: 'rnd_', alphabet: alnum, length: 28 }),
];
