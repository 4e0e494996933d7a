import { exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, uuid } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'codecov',
    vendor: 'Codecov',
    title: 'upload token',
    names: ['codecov_token'],
    severity: 'low',
    alphabet: uuid,
    length: 36,
    make: exampleUuid,
  }),
];
