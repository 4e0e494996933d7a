import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'twilio-api-key',
    vendor: 'Twilio',
    title: 'auth token or API secret',
    names: ['twilio_auth_token', 'twilio_api_secret', 'twilio_api_key_secret', 'twilio_token'],
    rest: '',
    alphabet: alnum,
    length: 32,
    make: () => exampleText(HEX, 32),
  }),
];
