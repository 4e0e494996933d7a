import { exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, uuid } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'railway',
    vendor: 'Railway',
    title: 'token',
    names: ['railway_token', 'railway_api_token'],
    alphabet: uuid,
    length: 36,
    make: exampleUuid,
  }),
];
