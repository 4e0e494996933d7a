const CODES = 256;

/** A set of characters, for `runsOf`. */
export function alphabet(characters: string): Uint8Array {
  const members = new Uint8Array(CODES);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return members;
}

/** The stretches that have only characters of an alphabet and are `least` long or longer. */
export function* runsOf(
  bytes: Uint8Array,
  members: Uint8Array,
  least: number,
): Generator<{ start: number; end: number }> {
  for (let start = nextRun(bytes, 0, members, least); start < bytes.length; ) {
    let end = start + least;
    while (end < bytes.length && isMember(members, bytes[end])) end += 1;
    yield { start, end };
    start = nextRun(bytes, end + 1, members, least);
  }
}

/**
 * Where the next of them begins; behind the end where there is none. It looks at every `least`th byte, and where that is
 * one, backwards for the first that is none.
 */
function nextRun(bytes: Uint8Array, from: number, members: Uint8Array, least: number): number {
  let start = from;
  for (let probe = from + least - 1; probe < bytes.length; probe = start + least - 1) {
    let at = probe;
    while (at >= start && isMember(members, bytes[at])) at -= 1;
    if (at < start) return start;
    start = at + 1;
  }
  return bytes.length;
}

function isMember(members: Uint8Array, byte = 0): boolean {
  return members[byte] === 1;
}
