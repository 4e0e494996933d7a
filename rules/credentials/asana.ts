import { DIGITS, exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'asana',
    vendor: 'Asana',
    title: 'personal access token',
    names: ['asana'],
    prefix: '[12]\\/(?:\\d{6,20}\\/)?\\d{6,20}:',
    alphabet: hex,
    length: 32,
    make: () => `2/${exampleText(DIGITS, 16)}/${exampleText(DIGITS, 16)}:${exampleText(HEX, 32)}`,
  }),
];
