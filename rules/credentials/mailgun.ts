import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'mailgun',
    vendor: 'Mailgun',
    title: 'private key',
    names: ['mailgun'],
    prefix: 'key-',
    alphabet: hex,
    length: 32,
    make: () => `key-${exampleText(HEX, 32)}`,
  }),
];
