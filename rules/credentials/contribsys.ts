import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'sidekiq-pro',
    vendor: 'Contribsys',
    title: 'gem server credentials',
    names: ['bundle_gems__contribsys__com', 'bundle_enterprise__contribsys__com', 'gems.contribsys.com'],
    prefix: '[0-9a-f]{8}:',
    alphabet: hex,
    length: 8,
    make: () => `${exampleText(HEX, 8)}:${exampleText(HEX, 8)}`,
  }),
];
