import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'ovh',
    vendor: 'OVH',
    title: 'application secret or consumer key',
    names: ['ovh_application_secret', 'ovh_app_secret', 'ovh_consumer_key'],
    alphabet: alnum,
    length: 32,
  }),
];
