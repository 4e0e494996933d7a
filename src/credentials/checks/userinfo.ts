import { entropy } from '../entropy.ts';
import type { MatchContext, Validity } from '../format.ts';
import { isDefaultPassword, isPlaceholder, isReference } from '../placeholder.ts';

/** Hosts that take a token in the user's place. */
const TOKEN_HOSTS =
  /(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com|visualstudio\.com|fury\.io|packagecloud\.io|jfrog\.io|cloudsmith\.io)$/i;
const SHORTEST = 3;
const TOKEN_LENGTH = 20;

/**
 * Judges what stands before the `@` of a URL. A password has to be neither reference nor placeholder nor a
 * service's default; a lone user name has to look like a token.
 */
export function checkUserinfo(secret: string, { groups }: MatchContext): Validity {
  const text = decode(secret);
  if (text.length < SHORTEST || isReference(text) || text.startsWith('$') || text.startsWith('%('))
    return 'invalid';
  if (isPlaceholder(text) || isDefaultPassword(text)) return 'invalid';
  const { user, host = '' } = groups;
  // Its key only lets events in, and stands in every page.
  if (user === undefined && /\.sentry\.io$/i.test(host)) return 'invalid';
  if (user !== undefined && isDocumentation(user, text)) return 'invalid';
  return user !== undefined || isToken(text, host) ? 'unknown' : 'invalid';
}

/** A user name equal to its password shows the form of a URL: `foo:foo@`. */
function isDocumentation(user: string, password: string): boolean {
  return user === password || (/^(?:user|username)$/i.test(user) && /^p[a@]ss/i.test(password));
}

function isToken(text: string, host: string): boolean {
  const mixed = /\d/.test(text) && /[A-Za-z]/.test(text);
  if (TOKEN_HOSTS.test(host)) return mixed && text.length >= 16;
  return mixed && text.length >= TOKEN_LENGTH && entropy(text) > 3.5 && !/\.[a-z]{2,}$/i.test(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
