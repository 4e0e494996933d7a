import { exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base32, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'dynatrace',
    vendor: 'Dynatrace',
    title: 'API token',
    prefix: 'dt0c01.',
    alphabet: base32,
    length: 24,
    suffix: '\\.[A-Z2-7]{64}',
    makeSuffix: () => `.${exampleText(base32.characters, 64)}`,
  }),
];
