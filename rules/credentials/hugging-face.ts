import type { CredentialFormat } from '../../src/credentials/format.ts';
import { letters, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'huggingface',
    vendor: 'Hugging Face',
    title: 'access token',
    prefix: ['hf_', 'api_org_'],
    alphabet: letters,
    length: 34,
  }),
];
