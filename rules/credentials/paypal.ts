import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'paypal-braintree',
    vendor: 'PayPal',
    title: 'Braintree access token',
    prefix: ['access_token$production$', 'access_token$sandbox$'],
    alphabet: lowerAlnum,
    length: 16,
    suffix: '\\$[0-9a-f]{32}',
    makeSuffix: () => `$${exampleText(HEX, 32)}`,
  }),
];
