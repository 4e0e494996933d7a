import { checkBase62, withChecksum } from '../../src/credentials/checks/base62.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'vercel',
    vendor: 'Vercel',
    title: 'access token',
    prefix: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_', 'vct_', 'vcb_'],
    alphabet: alnum,
    length: 56,
    check: checkBase62(4),
    // Found by recomputation, not documented.
    onInvalid: 'doubt',
    make: () => withChecksum('vcp_', exampleText(ALNUM, 50)),
  }),
  assigned({
    id: 'vercel-legacy',
    vendor: 'Vercel',
    title: 'access token without a marker',
    names: ['vercel_token'],
    alphabet: alnum,
    length: 24,
  }),
];
