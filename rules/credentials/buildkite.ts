import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'buildkite-user',
    vendor: 'Buildkite',
    title: 'API access token',
    prefix: 'bkua_',
    alphabet: lowerAlnum,
    length: [40, 53],
  }),
  prefixed({
    id: 'buildkite-agent',
    vendor: 'Buildkite',
    title: 'agent or cluster token',
    prefix: ['bkct_', 'bkaa_', 'bkar_', 'bkaj_', 'bkpt_', 'bkpat_', 'bkps_'],
    alphabet: base64url,
    length: [48, 340],
  }),
];
