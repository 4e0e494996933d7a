import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'sourcegraph',
    vendor: 'Sourcegraph',
    title: 'access token',
    prefix: ['sgp_'],
    alphabet: hex,
    length: 40,
  }),
  prefixed({
    id: 'sourcegraph-instance',
    vendor: 'Sourcegraph',
    title: 'access token of an instance',
    prefix: 'sgp_',
    alphabet: { ...hex, set: '0-9a-flo' },
    length: [5, 16],
    suffix: '_[0-9a-f]{40}',
    make: () => `sgp_local_${exampleText(HEX, 40)}`,
  }),
];
