import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex, prefixed, upperAlnum } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'newrelic-user',
    vendor: 'New Relic',
    title: 'user key',
    prefix: 'NRAK-',
    alphabet: upperAlnum,
    length: 27,
  }),
  assigned({
    id: 'newrelic-license',
    vendor: 'New Relic',
    title: 'licence key',
    names: ['new_relic_license_key', 'newrelic_license'],
    alphabet: { set: '0-9A-Za-z', characters: hex.characters },
    length: 40,
  }),
];
