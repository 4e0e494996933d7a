import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'okta',
    vendor: 'Okta',
    title: 'API token',
    names: ['okta', 'ssws'],
    prefix: '00',
    alphabet: base64url,
    length: 40,
    make: () => `00${exampleText(BASE64URL, 40)}`,
  }),
];
