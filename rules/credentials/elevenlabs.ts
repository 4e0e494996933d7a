import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'elevenlabs',
    vendor: 'ElevenLabs',
    title: 'API key',
    names: ['elevenlabs', 'eleven_api_key', 'xi-api-key'],
    prefix: 'sk_',
    alphabet: hex,
    length: 48,
    make: () => `sk_${exampleText(HEX, 48)}`,
  }),
];
