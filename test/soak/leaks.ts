/** So much of a secret in a row is a leak, in characters. */
const TELLING = 8;
const MOST_WINDOWS = 48;

/** How many pieces of the planted values stand in a text. Beginnings are left out: kinds of tokens share them. */
export function piecesIn(text: string, values: Iterable<string>): number {
  let found = 0;
  for (const value of values) {
    const random = value.slice(value.length >= 24 ? 12 : 0);
    const last = Math.max(0, random.length - TELLING);
    const step = Math.max(1, Math.ceil(last / MOST_WINDOWS));
    for (let at = 0; at <= last; at += step) if (text.includes(random.slice(at, at + TELLING))) found += 1;
  }
  return found;
}
