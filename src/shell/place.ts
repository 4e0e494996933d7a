/** Maps an index of a text to the index of the script that it was taken from. */
export type Place = (index: number) => number;

export const ITSELF: Place = (index) => index;

/**
 * Where each character of `value` stands in `text` from `start` on, when the shell took quotes and escapes away:
 * a backslash that is not in the value was one of them. No place is behind the text.
 */
export function unquoted(value: string, text: string, start: number): number[] {
  const places: number[] = [];
  let at = start;
  for (const character of value) {
    while (at < text.length && text[at] !== character && text[at] === '\\') {
      // A line goes on behind a backslash, unless its end is in the value.
      at += text[at + 1] === '\n' && character !== '\n' ? 2 : 1;
    }
    for (let unit = 0; unit < character.length; unit += 1)
      places.push(Math.max(0, Math.min(at + unit, text.length - 1)));
    at += character.length;
  }
  return places;
}

/** The way from a piece's indexes to the script, over the places of its characters. */
export function through(places: readonly number[], outer: Place): Place {
  const last = places.at(-1) ?? 0;
  return (index) => outer(places[index] ?? last + 1);
}
