import { exampleUuid, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'plaid',
    vendor: 'Plaid',
    title: 'access token',
    prefix: ['access-production-', 'access-development-', 'access-sandbox-'],
    alphabet: { set: '0-9a-f-', characters: HEX },
    length: 36,
    make: () => `access-production-${exampleUuid()}`,
  }),
];
