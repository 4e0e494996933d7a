import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'wandb',
    vendor: 'Weights & Biases',
    title: 'API key',
    prefix: 'wandb_v1_',
    alphabet: { ...alnum, set: '0-9A-Za-z_' },
    length: 77,
  }),
];
