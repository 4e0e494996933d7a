import type { Validity } from '../format.ts';
import { isDefaultPassword, isPlaceholder, isReference, plausibleSecretValue } from '../placeholder.ts';

/** For formats that take any text: `invalid` when it cannot be a secret, since it is a reference, a placeholder or the like. */
export function plausible(secret: string): Validity {
  return plausibleSecretValue(secret) ? 'unknown' : 'invalid';
}

/** As `plausible`, for base64 of `user:password`. Source: RFC 7617. */
export function plausibleBasic(secret: string): Validity {
  const text = Buffer.from(secret, 'base64').toString('utf8');
  const password = /^[^\x00-\x1f\x7f\ufffd]{0,512}?:([^\x00-\x1f\x7f\ufffd]{1,8192})$/.exec(text)?.[1];
  if (password === undefined || isReference(password) || isPlaceholder(password)) return 'invalid';
  return isDefaultPassword(password) ? 'invalid' : 'valid';
}
