import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'datastax-astra',
    vendor: 'DataStax',
    title: 'application token',
    prefix: 'AstraCS:',
    alphabet: alnum,
    length: [20, 32],
    suffix: ':[0-9a-f]{64}',
    makeSuffix: () => `:${exampleText(HEX, 64)}`,
  }),
];
