import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64, hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'sentry-org',
    vendor: 'Sentry',
    title: 'organisation token',
    prefix: 'sntrys_eyJ',
    alphabet: { ...base64, set: '0-9A-Za-z+/=_' },
    length: [80, 800],
  }),
  prefixed({
    id: 'sentry-user',
    vendor: 'Sentry',
    title: 'user token',
    prefix: ['sntryu_', 'sntrya_', 'sntryi_'],
    alphabet: hex,
    length: 64,
  }),
];
