import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'xai',
    vendor: 'xAI',
    title: 'API key',
    prefix: 'xai-',
    alphabet: { ...alnum, set: '0-9A-Za-z_' },
    length: [70, 120],
    make: () => `xai-${exampleText(ALNUM, 80)}`,
  }),
];
