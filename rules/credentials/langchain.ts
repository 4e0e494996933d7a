import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'langsmith',
    vendor: 'LangChain',
    title: 'LangSmith key',
    prefix: ['lsv2_pt_', 'lsv2_sk_'],
    alphabet: hex,
    length: 32,
    suffix: '_[0-9a-f]{10}',
    makeSuffix: () => `_${exampleText(HEX, 10)}`,
  }),
];
