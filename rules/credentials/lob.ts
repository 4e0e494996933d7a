import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'lob',
    vendor: 'Lob',
    title: 'API key',
    names: ['lob_api_key', 'lob_key'],
    prefix: '(?:live|test)_',
    alphabet: hex,
    length: 35,
    make: () => `live_${exampleText(HEX, 35)}`,
  }),
];
