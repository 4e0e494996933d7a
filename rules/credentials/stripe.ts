import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'stripe-secret',
    vendor: 'Stripe',
    title: 'secret key',
    prefix: ['sk_live_', 'sk_test_', 'sk_org_'],
    alphabet: alnum,
    length: [24, 247],
  }),
  prefixed({
    id: 'stripe-restricted',
    vendor: 'Stripe',
    title: 'restricted key',
    prefix: ['rk_live_', 'rk_test_'],
    alphabet: alnum,
    length: [24, 247],
  }),
  prefixed({
    id: 'stripe-webhook',
    vendor: 'Stripe',
    title: 'webhook signing secret',
    prefix: 'whsec_',
    alphabet: { ...alnum, set: '0-9A-Za-z+/' },
    length: [32, 64],
    severity: 'medium',
  }),
];
