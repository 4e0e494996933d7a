import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'fireworks',
    vendor: 'Fireworks',
    title: 'API key',
    names: ['fireworks'],
    prefix: 'fw_',
    alphabet: alnum,
    length: [22, 24],
    make: () => `fw_${exampleText(ALNUM, 24)}`,
  }),
];
