import type { Validity } from '../format.ts';

const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_LENGTH = 6;

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((generator, bit) => {
      if ((top >>> bit) & 1) sum ^= generator;
    });
  }
  return sum >>> 0;
}

function expand(prefix: string): number[] {
  const codes = [...Buffer.from(prefix, 'latin1')];
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

/** Checks the checksum of a Bech32 text, `<prefix>1<data>`. Source: BIP 173, without its limit of 90 characters, as age has it. */
export function checkBech32(text: string): Validity {
  const folded = text.toLowerCase();
  const split = folded.lastIndexOf('1');
  const data = Array.from(folded.slice(split + 1), (char) => CHARSET.indexOf(char));
  if (split < 1 || data.length < CHECKSUM_LENGTH || data.includes(-1)) return 'invalid';
  return polymod([...expand(folded.slice(0, split)), ...data]) === 1 ? 'valid' : 'invalid';
}

/** Bech32 of 5-bit values under a lower-case prefix, for examples. */
export function makeBech32(prefix: string, values: readonly number[]): string {
  const sum = polymod([...expand(prefix), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = Array.from(
    { length: CHECKSUM_LENGTH },
    (_, i) => (sum >>> (5 * (CHECKSUM_LENGTH - 1 - i))) & 31,
  );
  return `${prefix}1${[...values, ...tail].map((value) => CHARSET[value & 31]).join('')}`;
}
