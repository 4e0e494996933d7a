import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'mongodb-atlas-sa',
    vendor: 'MongoDB',
    title: 'Atlas service-account secret',
    prefix: 'mdb_sa_sk_',
    alphabet: base64url,
    length: 40,
  }),
];
