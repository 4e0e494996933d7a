import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'cockroach-cloud',
    vendor: 'Cockroach',
    title: 'API key',
    prefix: 'CCDB1_',
    alphabet: alnum,
    length: 22,
    suffix: '_[0-9A-Za-z]{40}',
    makeSuffix: () => `_${exampleText(ALNUM, 40)}`,
  }),
];
