import type { CredentialFormat } from '../../src/credentials/format.ts';
import { prefixed, upperAlnum } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'octopus',
    vendor: 'Octopus Deploy',
    title: 'API key',
    prefix: 'API-',
    alphabet: upperAlnum,
    length: 26,
  }),
];
