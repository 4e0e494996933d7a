import type { Validity } from '../format.ts';
import { crc32 } from './crc32.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const SALT = 0xe0b9692d;
const APP_SALT = 0x1019f92e;

/** The checksum lies scattered over four of the 32 bytes. Source: microsoft/security-utilities. */
function checksums(bytes: Buffer): { stored: number; computed: number } {
  const data = Buffer.concat([
    bytes.subarray(0, 2),
    bytes.subarray(3, 7),
    bytes.subarray(9, 22),
    bytes.subarray(23, 32),
  ]);
  const at = (index: number): number => bytes[index] ?? 0;
  const stored = (at(22) | (at(8) << 8) | (at(7) << 16) | (at(2) << 24)) >>> 0;
  return { stored, computed: crc32(data) };
}

function holds(bytes: Buffer): boolean {
  const { stored, computed } = checksums(bytes);
  return stored === (computed ^ SALT) >>> 0 || stored === (computed ^ APP_SALT) >>> 0;
}

function fromBase32(text: string): Buffer {
  let bits = 0n;
  for (const char of text) bits = (bits << 5n) | BigInt(Math.max(0, BASE32.indexOf(char)));
  return Buffer.from((bits >> 4n).toString(16).padStart(64, '0'), 'hex');
}

/** A token whose checksum holds, for examples. `bytes` are 32 random ones. */
export function makeDevOpsToken(bytes: Buffer): string {
  const sum = (checksums(bytes).computed ^ SALT) >>> 0;
  [22, 8, 7, 2].forEach((index, shift) => {
    bytes[index] = (sum >>> (8 * shift)) & 0xff;
  });
  const bits = BigInt(`0x${bytes.toString('hex')}`) << 4n;
  return Array.from({ length: 52 }, (_, i) => BASE32[Number((bits >> BigInt(255 - 5 * i)) & 31n)]).join('');
}

/** Checks a DevOps token of 52 characters in base 32. */
export function checkDevOpsToken(token: string): Validity {
  return holds(fromBase32(token)) ? 'valid' : 'invalid';
}
