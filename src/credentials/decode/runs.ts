const CODES = 256;

/** A set of characters, for `runsOf`. */
export function alphabet(characters: string): Uint8Array {
  const members = new Uint8Array(CODES);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return members;
}

/**
 * The stretches of a text (latin1) that have only characters of an alphabet and are `least` long or longer. One
 * character in `least` is looked at where there are none.
 */
export function* runsOf(
  text: string,
  members: Uint8Array,
  least: number,
): Generator<{ start: number; end: number }> {
  const has = (at: number): boolean => members[text.charCodeAt(at)] === 1;
  for (let floor = 0, probe = least - 1; probe < text.length; ) {
    if (!has(probe)) {
      floor = probe + 1;
      probe += least;
      continue;
    }
    let start = probe;
    while (start > floor && has(start - 1)) start -= 1;
    let end = probe + 1;
    while (end < text.length && end < start + least && has(end)) end += 1;
    if (end - start >= least) {
      while (end < text.length && has(end)) end += 1;
      yield { start, end };
    }
    floor = end + 1;
    probe = end + least;
  }
}
