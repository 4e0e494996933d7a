import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'mailchimp',
    vendor: 'Mailchimp',
    title: 'API key',
    names: ['mailchimp'],
    alphabet: hex,
    length: 32,
    suffix: '-us[0-9]{1,2}',
    make: () => `${exampleText(HEX, 32)}-us12`,
  }),
];
