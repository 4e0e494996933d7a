import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'cursor',
    vendor: 'Cursor',
    title: 'API key',
    names: ['cursor_api_key', 'cursor_key'],
    prefix: 'key_',
    alphabet: hex,
    length: 64,
    make: () => `key_${exampleText(HEX, 64)}`,
  }),
];
