/** So much of a secret in a row is a leak, in characters; of hexadecimal digits, which digests are full of, it is more. */
const TELLING = 8;
const TELLING_HEX = 12;
const MOST_WINDOWS = 48;

/** Texts that must not be in any output. */
export type Planted = readonly string[];

/** How many pieces of the planted values stand in a text. Beginnings are left out: kinds of tokens share them. */
export function piecesIn(text: string, values: Planted): number {
  return values.flatMap(windowsOf).filter((piece) => text.includes(piece)).length;
}

function windowsOf(value: string): string[] {
  const random = value.slice(value.length >= 24 ? 12 : 0);
  const length = /^[0-9a-f]+$/i.test(random) ? TELLING_HEX : TELLING;
  const last = Math.max(0, random.length - length);
  const step = Math.max(1, Math.ceil(last / MOST_WINDOWS));
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, at) =>
    random.slice(at * step, at * step + length),
  );
}
