import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'datadog',
    vendor: 'Datadog',
    title: 'API or application key',
    names: ['dd_api_key', 'dd_app_key', 'datadog_api_key', 'datadog_app_key'],
    alphabet: hex,
    length: [32, 40],
  }),
];
