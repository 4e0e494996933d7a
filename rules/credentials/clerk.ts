import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'clerk',
    vendor: 'Clerk',
    title: 'secret key',
    names: ['clerk_secret_key', 'clerk_api_key'],
    prefix: 'sk_(?:live|test)_',
    alphabet: alnum,
    length: [40, 50],
    make: () => `sk_live_${exampleText(ALNUM, 42)}`,
  }),
];
