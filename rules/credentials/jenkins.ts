import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'jenkins',
    vendor: 'Jenkins',
    title: 'API token',
    names: ['jenkins_token', 'jenkins_api_token'],
    prefix: '11',
    alphabet: hex,
    length: 32,
    make: () => `11${exampleText(HEX, 32)}`,
  }),
];
