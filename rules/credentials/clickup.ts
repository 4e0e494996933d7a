import { DIGITS, exampleText, UPPER } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'clickup',
    vendor: 'ClickUp',
    title: 'API token',
    prefix: 'pk_',
    alphabet: { set: '0-9', characters: DIGITS },
    length: [8, 9],
    suffix: '_[0-9A-Z]{32}',
    makeSuffix: () => `_A${exampleText(UPPER, 31)}`,
  }),
];
