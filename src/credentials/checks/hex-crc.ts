import type { Validity } from '../format.ts';
import { crc32Hex, crc32HexLittle } from './crc32.ts';

type Check = (token: string) => Validity;

/** Checks a token that ends with the CRC-32, in eight hex digits, of all before. Packagist; Atlassian in upper case. */
export function checkHexOfAll(upper: boolean): Check {
  return (token) => {
    const crc = crc32Hex(token.slice(0, -8));
    return verdict((upper ? crc.toUpperCase() : crc) === token.slice(-8));
  };
}

/** Checks a token that ends with the CRC-32, in hex, of what stands between prefix and it. Cloudflare, Zuplo. */
export function checkHexOfBody(prefixLength: number, separator = 0): Check {
  return (token) => verdict(crc32Hex(token.slice(prefixLength, -8 - separator)) === token.slice(-8));
}

/** Checks `glsa_<32>_<8 hex>`: the CRC-32 of all before the last underscore, bytes in little-endian order. Source: Grafana's satokengen. */
export function checkGrafana(token: string): Validity {
  return verdict(crc32HexLittle(token.slice(0, -9)) === token.slice(-8));
}

function verdict(holds: boolean): Validity {
  return holds ? 'valid' : 'invalid';
}
