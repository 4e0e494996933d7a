import type { Validity } from '../format.ts';
import { parseBase64Object } from './json.ts';

/** What a JSON Web Token says of itself. */
export interface Jwt {
  header: Readonly<Record<string, unknown>>;
  payload: Readonly<Record<string, unknown>>;
}

/** Decodes a compact token without checking its signature; undefined when it is none. Source: RFC 7519. */
export function decodeJwt(token: string): Jwt | undefined {
  const [head, body, signature] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined) return undefined;
  const header = parseBase64Object(head);
  const payload = parseBase64Object(body);
  return typeof header?.['alg'] === 'string' && payload !== undefined ? { header, payload } : undefined;
}

/** Structure and expiry of a JSON Web Token; `now` in milliseconds. */
export function checkJwt(token: string, now = Date.now()): Validity {
  const jwt = decodeJwt(token);
  if (jwt === undefined) return 'invalid';
  return expiry(jwt.payload['exp'], now);
}

/** `valid` or `expired` by an epoch in seconds; zero and anything that is no number never expire. */
export function expiry(seconds: unknown, now = Date.now()): Validity {
  return typeof seconds === 'number' && seconds > 0 && seconds * 1000 < now ? 'expired' : 'valid';
}
