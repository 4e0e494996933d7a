import type { Validity } from '../format.ts';
import { crc32 } from './crc32.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const WIDTH = 6;

/** A number in base 62, digits 0-9A-Za-z unless others are given, the most significant first. */
export function base62(value: number, digits = DIGITS): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text;
  return text;
}

/** The checksum that GitHub, npm and Vercel put at the end of a token: base 62 of the random part's CRC-32. */
export function base62Checksum(body: string): string {
  return base62(crc32(body)).padStart(WIDTH, '0');
}

/**
 * Checks a token whose last six characters are the checksum of what stands between its prefix and them.
 * Source: GitHub's engineering blog, "Behind GitHub's new authentication token formats" (2021).
 */
export function checkBase62(prefixLength: number): (token: string) => Validity {
  return (token) =>
    base62Checksum(token.slice(prefixLength, -WIDTH)) === token.slice(-WIDTH) ? 'valid' : 'invalid';
}

/** A token whose checksum holds. */
export function withChecksum(prefix: string, body: string): string {
  return prefix + body + base62Checksum(body);
}

const LOWER_FIRST = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Apify's variant: lower-case digits come first, and the prefix is summed as well. */
export function apifyChecksum(head: string): string {
  return base62(crc32(head), LOWER_FIRST).padStart(WIDTH, '0');
}

/** Checks an Apify token, whose last six characters are the checksum of all before them. */
export function checkApify(token: string): Validity {
  return apifyChecksum(token.slice(0, -WIDTH)) === token.slice(-WIDTH) ? 'valid' : 'invalid';
}
