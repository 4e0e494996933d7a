import { exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, uuid } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'postmark',
    vendor: 'Postmark',
    title: 'server token',
    names: ['postmark'],
    alphabet: uuid,
    length: 36,
    make: exampleUuid,
  }),
];
