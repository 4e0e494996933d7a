import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'zerotier',
    vendor: 'ZeroTier',
    title: 'API token',
    names: ['zerotier'],
    alphabet: alnum,
    length: 32,
  }),
];
