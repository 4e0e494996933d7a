import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'snowflake-pat',
    vendor: 'Snowflake',
    title: 'programmatic access token',
    names: ['snowflake'],
    prefix: 'eyJ',
    alphabet: { set: '\\w.-', characters: BASE64URL },
    length: [200, 4000],
    make: () => `eyJ${exampleText(BASE64URL, 240)}`,
  }),
];
