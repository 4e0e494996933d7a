import { crc32Hex } from '../../src/credentials/checks/crc32.ts';
import { checkHexOfAll } from '../../src/credentials/checks/hex-crc.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'canva',
    vendor: 'Canva',
    title: 'client secret',
    prefix: 'cnvca',
    alphabet: { ...alnum, set: '0-9A-Za-z_-' },
    length: 51,
    check: checkHexOfAll(false),
    onInvalid: 'doubt',
    make: () => {
      const head = `cnvca${exampleText(ALNUM, 43)}`;
      return head + crc32Hex(head);
    },
  }),
];
