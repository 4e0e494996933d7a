import { crc32Hex } from '../../src/credentials/checks/crc32.ts';
import { checkHexOfAll } from '../../src/credentials/checks/hex-crc.ts';
import { exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { hex, prefixed } from '../../src/credentials/shapes.ts';

const PACKAGIST = ['packagist_ort_', 'packagist_out_', 'packagist_uut_', 'packagist_urt_'];

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'packagist-private',
    vendor: 'Private Packagist',
    title: 'Composer authentication token',
    prefix: PACKAGIST,
    alphabet: hex,
    length: 68,
    check: checkHexOfAll(false),
    onInvalid: 'doubt',
    make: () => {
      const head = `packagist_out_${exampleText(HEX, 60)}`;
      return head + crc32Hex(head);
    },
  }),
];
