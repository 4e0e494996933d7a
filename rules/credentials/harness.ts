import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'harness',
    vendor: 'Harness',
    title: 'personal or service account token',
    prefix: ['pat.', 'sat.'],
    alphabet: base64url,
    length: 22,
    suffix: '\\.[0-9A-Za-z]{24}\\.[0-9A-Za-z]{20}',
    makeSuffix: () => `.${exampleText(ALNUM, 24)}.${exampleText(ALNUM, 20)}`,
  }),
];
