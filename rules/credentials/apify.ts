import { apifyChecksum, checkApify } from '../../src/credentials/checks/base62.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'apify',
    vendor: 'Apify',
    title: 'API token',
    prefix: 'apify_api_',
    alphabet: alnum,
    length: 36,
    check: checkApify,
    onInvalid: 'doubt',
    make: () => {
      const head = `apify_api_${exampleText(ALNUM, 30)}`;
      return head + apifyChecksum(head);
    },
  }),
];
