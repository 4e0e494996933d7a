import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'deepseek',
    vendor: 'DeepSeek',
    title: 'API key',
    names: ['deepseek'],
    prefix: 'sk-',
    alphabet: hex,
    length: 32,
    make: () => `sk-${exampleText(HEX, 32)}`,
  }),
];
