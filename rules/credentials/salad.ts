import { checkBase62, withChecksum } from '../../src/credentials/checks/base62.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'salad',
    vendor: 'Salad',
    title: 'API key',
    prefix: 'salad_cloud_user_',
    alphabet: alnum,
    length: 49,
    check: checkBase62('salad_cloud_user_'.length),
    onInvalid: 'doubt',
    make: () => withChecksum('salad_cloud_user_', exampleText(ALNUM, 43)),
  }),
];
