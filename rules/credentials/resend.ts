import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'resend',
    vendor: 'Resend',
    title: 'API key',
    names: ['resend'],
    prefix: 're_[0-9A-Za-z]{8}_',
    alphabet: alnum,
    length: 24,
    make: () => `re_${exampleText(ALNUM, 8)}_${exampleText(ALNUM, 24)}`,
  }),
];
