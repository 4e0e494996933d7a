import type { Validity } from '../format.ts';
import { marvin32, marvinSeed } from './marvin.ts';

/**
 * Checks an Azure key that ends in a Marvin32 checksum of all bytes before it, under one of `seeds`.
 * Source: microsoft/security-utilities, IdentifiableSecrets.
 */
export function checkAzureKey(seeds: readonly string[]): (key: string) => Validity {
  const numbers = seeds.map(marvinSeed);
  return (key) => {
    const bytes = Buffer.from(key, 'base64');
    if (bytes.length < 8) return 'invalid';
    const sum = bytes.readUInt32LE(bytes.length - 4);
    const data = bytes.subarray(0, -4);
    return numbers.some((seed) => marvin32(data, seed) === sum) ? 'valid' : 'invalid';
  };
}

/** A key with signature and checksum in place, for examples. `random` is as long as the whole key in bytes. */
export function makeAzureKey(random: Uint8Array, signature: string, seed: string): string {
  const text = Buffer.from(random).toString('base64').replace(/=+$/, '');
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  const signed = `${text.slice(0, -6 - signature.length)}${signature}${text.slice(-6)}${padding}`;
  const bytes = Buffer.from(signed, 'base64');
  bytes.writeUInt32LE(marvin32(bytes.subarray(0, -4), marvinSeed(seed)), bytes.length - 4);
  return bytes.toString('base64');
}
