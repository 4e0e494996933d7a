import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { prefixed, upperAlnum } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'runpod',
    vendor: 'RunPod',
    title: 'API key',
    prefix: 'rpa_',
    alphabet: upperAlnum,
    length: 40,
    suffix: '[0-9A-Za-z]{6}',
    makeSuffix: () => exampleText(ALNUM, 6),
    make: () => `rpa_${exampleText(upperAlnum.characters, 40)}${exampleText('abcdefghij', 6)}`,
  }),
];
