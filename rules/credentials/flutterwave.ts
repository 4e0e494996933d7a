import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'flutterwave',
    vendor: 'Flutterwave',
    title: 'secret key',
    prefix: ['FLWSECK-', 'FLWSECK_TEST-'],
    keywords: ['FLWSECK'],
    alphabet: lowerAlnum,
    length: 32,
    suffix: '-X',
    makeSuffix: () => '-X',
  }),
];
