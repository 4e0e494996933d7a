import { randomBytes } from 'node:crypto';

/**
 * Material for the formats' own examples. It is made up anew at run time, since a file that held
 * well-formed tokens would trip every secret scanner that looks at it.
 */
let seed: number | undefined;

/** Makes the examples that follow reproducible. */
export function seedExamples(value: number | undefined): void {
  seed = value;
}

/** Uniform bytes; from the seed (mulberry32) when one is set. */
export function exampleBytes(length: number): Buffer {
  if (seed === undefined) return randomBytes(length);
  return Buffer.from(Array.from({ length }, nextByte));
}

function nextByte(): number {
  seed = ((seed ?? 0) + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
  return (t ^ (t >>> 14)) & 0xff;
}

export const DIGITS = '0123456789';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const UPPER = LOWER.toUpperCase();
export const HEX = '0123456789abcdef';
export const ALNUM = DIGITS + UPPER + LOWER;
export const BASE64URL = `${ALNUM}-_`;
export const BASE32 = `${UPPER}234567`;

/** `length` random characters of an alphabet. */
export function exampleText(alphabet: string, length: number): string {
  return Array.from(exampleBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** A random UUID of version 4. */
export function exampleUuid(): string {
  const hex = exampleText(HEX, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A compact JSON Web Token with a random signature. */
export function exampleJwt(payload: object, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${exampleText(BASE64URL, 43)}`;
}
