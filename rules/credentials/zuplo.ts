import { crc32Hex } from '../../src/credentials/checks/crc32.ts';
import { checkHexOfBody } from '../../src/credentials/checks/hex-crc.ts';
import { exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'zuplo',
    vendor: 'Zuplo',
    title: 'API key',
    prefix: 'zpka_',
    alphabet: lowerAlnum,
    length: 32,
    suffix: '_[0-9a-f]{8}',
    check: checkHexOfBody('zpka_'.length, 1),
    onInvalid: 'drop',
    make: () => {
      const body = exampleText(lowerAlnum.characters, 32);
      return `zpka_${body}_${crc32Hex(body)}`;
    },
  }),
];
