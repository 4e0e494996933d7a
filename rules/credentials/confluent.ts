import { crc32 } from '../../src/credentials/checks/crc32.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64, prefixed } from '../../src/credentials/shapes.ts';

/** The first six characters of base64 of the CRC-32's little-endian bytes. */
function confluentChecksum(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(body));
  return bytes.toString('base64').slice(0, 6);
}

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'confluent',
    vendor: 'Confluent',
    title: 'Cloud API secret',
    prefix: 'cflt',
    alphabet: base64,
    length: 60,
    check: (secret) => (confluentChecksum(secret.slice(4, 58)) === secret.slice(58) ? 'valid' : 'invalid'),
    onInvalid: 'drop',
    make: () => {
      const body = exampleText(ALNUM, 54);
      return `cflt${body}${confluentChecksum(body)}`;
    },
  }),
];
