import { entropy } from '../entropy.ts';
import type { MatchContext, Validity } from '../format.ts';
import { parseBase64Object } from './json.ts';
import { expiry } from './jwt.ts';

const TWELVE_HOURS = 12 * 3600;

/**
 * Structure and expiry of a CodeArtifact authorization token: the header's own date, or twelve hours
 * after it was issued, which is as long as one may live. Source: AWS CodeArtifact user guide, "Tokens".
 */
export function checkCodeArtifact(token: string, now = Date.now()): Validity {
  const header = parseBase64Object(token.split('.')[0] ?? '');
  if (header?.['ver'] === undefined || header['enc'] === undefined) return 'invalid';
  const issued = header['isu'];
  return expiry(header['exp'] ?? (typeof issued === 'number' ? issued + TWELVE_HOURS : undefined), now);
}

/** Structure and expiry of a registry login password, base64 of JSON. Source: decoded samples. */
export function checkEcrPassword(password: string, now = Date.now()): Validity {
  const content = parseBase64Object(password);
  if (typeof content?.['payload'] !== 'string' || content['datakey'] === undefined) return 'invalid';
  return expiry(content['expiration'], now);
}

/** Rules out what has the length of a secret access key, but is a hash, a path or a name. */
export function looksLikeSecretKey(secret: string): Validity {
  if (/^[0-9a-f]+$/i.test(secret) || /^[a-z/]+$/i.test(secret)) return 'invalid';
  return entropy(secret) > 4 ? 'unknown' : 'invalid';
}

/** An access key id alone opens nothing: it counts when something like its secret stands within reach. */
export function pairedWithSecret(_id: string, { window, offset }: MatchContext): Validity {
  const around = window.slice(Math.max(0, offset - 300), offset + 420);
  const candidates = around.match(/(?<![0-9A-Za-z+/])[0-9A-Za-z+/]{40}(?![0-9A-Za-z+/=])/g) ?? [];
  return candidates.some((text) => looksLikeSecretKey(text) === 'unknown') ? 'unknown' : 'invalid';
}

/** Expiry of a presigned URL: its date and how long it is good for. Source: AWS Signature Version 4, query parameters. */
export function checkPresigned(_signature: string, { match }: MatchContext): Validity {
  const date = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(match);
  const seconds = /X-Amz-Expires=(\d{1,7})/.exec(match)?.[1];
  if (date === null || seconds === undefined) return 'unknown';
  const [year, month, day, hour, minute, second] = date.slice(1).map(Number);
  const issued = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return expiry(issued / 1000 + Number(seconds));
}
