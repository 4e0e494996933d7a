import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'deno-deploy',
    vendor: 'Deno',
    title: 'access token',
    prefix: ['ddp_', 'ddo_'],
    alphabet: alnum,
    length: 36,
  }),
];
