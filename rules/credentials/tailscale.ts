import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'tailscale',
    vendor: 'Tailscale',
    title: 'key',
    prefix: ['tskey-auth-', 'tskey-api-', 'tskey-client-', 'tskey-scim-', 'tskey-webhook-'],
    keywords: ['tskey-'],
    alphabet: alnum,
    length: [8, 20],
    suffix: '-[0-9A-Za-z]{16,64}',
    makeSuffix: () => `-${exampleText(ALNUM, 32)}`,
  }),
];
