import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'circleci',
    vendor: 'CircleCI',
    title: 'personal or project token',
    prefix: ['CCIPAT_', 'CCIPRJ_'],
    alphabet: alnum,
    length: 22,
    suffix: '_[0-9a-f]{40}',
    makeSuffix: () => `_${exampleText(HEX, 40)}`,
  }),
];
