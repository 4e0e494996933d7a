import { entropy } from './entropy.ts';

const ENOUGH = 20;
const ENOUGH_BITS = 3;
/** Words, and numbers that are dates or counts: whoever guesses tries them as one. */
const WORDS = /[A-Za-z]?[a-z]{3,}|[A-Z]{4,}|\d{5,}/g;

/**
 * True for a value that could be found by trying: one that has not twenty characters besides its words, or whose
 * characters are few. Hashes of such a value under a key that others know are as good as the value.
 */
export function isGuessable(value: string): boolean {
  const rest = value.replace(WORDS, '');
  return rest.length < ENOUGH || entropy(rest) < ENOUGH_BITS;
}
