import type { Validity } from '../format.ts';
import { crc32 } from './crc32.ts';

const VERSION = '.01.';

/** The tail of a routable token: version, payload length in base 36, CRC-32 of all before in base 36. */
export function routableTail(head: string, payloadLength: number): string {
  const body = `${head}${VERSION}${payloadLength.toString(36).padStart(2, '0')}`;
  return body.slice(head.length) + crc32(body).toString(36).padStart(7, '0');
}

/**
 * Checks a GitLab routable token, `<prefix><payload>.01.<length><crc>`.
 * Source: GitLab, Authn::TokenField::Generator::RoutableToken.
 */
export function checkRoutable(token: string): Validity {
  const body = token.slice(0, -7);
  return crc32(body).toString(36).padStart(7, '0') === token.slice(-7) ? 'valid' : 'invalid';
}
