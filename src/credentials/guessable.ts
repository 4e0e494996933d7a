import { entropy } from './entropy.ts';

const ENOUGH = 16;
const ENOUGH_BITS = 3;
/** Words, and numbers that are dates or counts: whoever guesses tries each as one. */
const WORDS = /[A-Za-z]?[a-z]{3,}|[A-Z]{4,}|\d{6,}/g;
const ONE_WORD = /^[\w+/.=-]+$/;
const PRINTABLE = /^[ -~]+$/;

/**
 * True for a value that could be found by trying: one that has not sixteen letters and digits, a word counted as one of
 * them, or as none in an address or a sentence; whose characters are few; or that is such a value in base64 or hex. Hashes of such a value under a key that others know are
 * as good as the value.
 */
export function isGuessable(value: string): boolean {
  const rest = value.replace(WORDS, ONE_WORD.test(value) ? 'w' : '').replace(/[^A-Za-z0-9]/g, '');
  if (rest.length < ENOUGH || entropy(rest) < ENOUGH_BITS) return true;
  return decoded(value).some((text) => PRINTABLE.test(text) && isGuessable(text));
}

function decoded(value: string): string[] {
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(value);
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value);
  return [
    ...(isHex ? [Buffer.from(value, 'hex')] : []),
    ...(isBase64 ? [Buffer.from(value, 'base64')] : []),
  ].map((bytes) => bytes.toString('latin1'));
}
