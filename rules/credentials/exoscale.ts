import { exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url, upperAlnum } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'exoscale',
    vendor: 'Exoscale',
    title: 'API secret',
    names: ['exoscale_api_secret', 'exoscale_secret'],
    alphabet: base64url,
    length: 43,
    make: () => exampleText(upperAlnum.characters, 43),
  }),
];
