import { HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'snyk',
    vendor: 'Snyk',
    title: 'API token',
    names: ['snyk_token'],
    alphabet: { set: '0-9a-f-', characters: HEX },
    length: 36,
  }),
];
