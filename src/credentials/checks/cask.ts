import type { Validity } from '../format.ts';
import { base62 } from './base62.ts';
import { marvin32, marvinSeed } from './marvin.ts';

/** Characters before the checksum, and how many of the checksum's characters the short form has. */
const SUMMED = 80;
const SHORT = 4;
const WIDTH = 6;

/**
 * Checks a common annotated security key: after 80 characters stands their Marvin32, its bytes in little-endian order
 * read as one number in base 62 and filled up with zeros on the right. One that does not hold proves nothing: older
 * makers wrote the checksum in base 64. Source: microsoft/security-utilities, IdentifiableSecrets.
 */
export function checkCask(key: string): Validity {
  return key.slice(SUMMED).startsWith(checksumOf(key.slice(0, SUMMED))) ? 'valid' : 'unknown';
}

function checksumOf(head: string): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(marvin32(Buffer.from(head, 'base64'), marvinSeed('Default0')));
  return base62(sum.readUInt32BE()).padEnd(WIDTH, '0').slice(0, SHORT);
}

/** A key whose checksum holds, for examples. `head` is its first 80 characters. */
export function makeCask(head: string): string {
  return head + checksumOf(head);
}
