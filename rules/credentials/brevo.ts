import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'brevo',
    vendor: 'Brevo',
    title: 'API or SMTP key',
    prefix: ['xkeysib-', 'xsmtpsib-'],
    alphabet: hex,
    length: 64,
    suffix: '-[0-9A-Za-z]{16}',
    makeSuffix: () => `-${exampleText(ALNUM, 16)}`,
  }),
];
