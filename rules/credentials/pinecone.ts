import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'pinecone',
    vendor: 'Pinecone',
    title: 'API key',
    prefix: 'pcsk_',
    alphabet: alnum,
    length: [5, 6],
    suffix: '_[0-9A-Za-z]{63}',
    makeSuffix: () => `_${exampleText(ALNUM, 63)}`,
  }),
];
