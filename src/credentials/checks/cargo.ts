import type { Validity } from '../format.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The last character of a trusted-publishing token: all bytes of the random part XORed, modulo 62. */
export function cargoChecksum(body: string): string {
  const mixed = Buffer.from(body, 'latin1').reduce((sum, byte) => sum ^ byte, 0);
  return ALPHABET[mixed % ALPHABET.length] ?? '';
}

/** Checks `cio_tp_<31><1>`. Source: the Cargo registry's own source. */
export function checkCargoToken(token: string): Validity {
  return cargoChecksum(token.slice('cio_tp_'.length, -1)) === token.slice(-1) ? 'valid' : 'invalid';
}
