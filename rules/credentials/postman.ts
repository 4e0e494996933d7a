import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'postman',
    vendor: 'Postman',
    title: 'API key',
    prefix: 'PMAK-',
    alphabet: hex,
    length: 24,
    suffix: '-[0-9a-f]{34}',
    makeSuffix: () => `-${exampleText(HEX, 34)}`,
  }),
];
