import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'openshift',
    vendor: 'Red Hat',
    title: 'OpenShift user token',
    prefix: 'sha256~',
    alphabet: base64url,
    length: 43,
  }),
];
