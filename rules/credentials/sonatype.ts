import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64 } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'sonatype-user-token',
    vendor: 'Sonatype',
    title: 'Central Portal user token',
    names: [
      'mavencentralpassword',
      'ossrhpassword',
      'ossrh_password',
      'sonatypepassword',
      'sonatype_password',
    ],
    alphabet: base64,
    length: 44,
  }),
];
