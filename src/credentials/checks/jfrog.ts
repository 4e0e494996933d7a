import type { Validity } from '../format.ts';
import { expiry } from './jwt.ts';

/** Checks a JFrog reference token: base64 of `reftkn:01:<expiry epoch>:<27 characters>`. Source: JFrog help. */
export function checkReferenceToken(token: string, now = Date.now()): Validity {
  const fields = /^reftkn:\d\d:(\d{10}):[0-9A-Za-z]{20,40}$/.exec(
    Buffer.from(token, 'base64').toString('latin1'),
  );
  return fields === null ? 'invalid' : expiry(Number(fields[1]), now);
}
