import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'gemfury',
    vendor: 'Gemfury',
    title: 'deploy token',
    names: ['gemfury', 'fury_auth', 'fury_token'],
    alphabet: alnum,
    length: [20, 40],
  }),
];
