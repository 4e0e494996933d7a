import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'flyio',
    vendor: 'Fly.io',
    title: 'macaroon token',
    prefix: ['fm2_', 'fm1r_', 'fm1a_'],
    alphabet: { set: '0-9A-Za-z+/', characters: alnum.characters },
    length: [100, 2000],
    suffix: '={0,2}',
  }),
];
