import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'posthog',
    vendor: 'PostHog',
    title: 'personal API key',
    prefix: 'phx_',
    alphabet: alnum,
    length: [41, 49],
  }),
];
