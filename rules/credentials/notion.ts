import { ALNUM, DIGITS, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'notion',
    vendor: 'Notion',
    title: 'integration token',
    prefix: 'ntn_',
    alphabet: { set: '0-9', characters: DIGITS },
    length: 11,
    suffix: '[0-9A-Za-z]{35}',
    makeSuffix: () => `a${exampleText(ALNUM, 34)}`,
  }),
];
