import { BASE64URL } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'pagerduty',
    vendor: 'PagerDuty',
    title: 'API key',
    names: ['pagerduty', 'pd_api_key'],
    alphabet: { set: '\\w+-', characters: BASE64URL },
    length: 20,
  }),
];
