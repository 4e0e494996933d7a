/**
 * What somebody can have meant who typed a word that is no name.
 *
 * @returns the names that the fewest slips lead to, where they are few: one in three letters; else those that go on
 *   where the word ends, or end where it goes on
 */
export function nearest(word: string, names: Iterable<string>): string[] {
  const typed = word.toLowerCase();
  const most = Math.floor(typed.length / 3);
  const near = Array.from(names, (name) => ({ name, plain: name.toLowerCase() }));
  const slips = near
    .filter(({ plain }) => Math.abs(plain.length - typed.length) <= most)
    .map(({ name, plain }) => ({ name, slips: slipsBetween(typed, plain) }));
  const fewest = Math.min(most, ...slips.map((one) => one.slips));
  const best = slips.filter((one) => one.slips === fewest);
  if (best.length > 0) return best.map(({ name }) => name);
  return near.filter(({ plain }) => goesOn(plain, typed) || goesOn(typed, plain)).map(({ name }) => name);
}

/** ` Did you mean NAME?` where a word is near to one of the names, or nothing. */
export function didYouMean(word: string, names: readonly string[], shown = (name: string) => name): string {
  const [meant] = nearest(word, names);
  return meant === undefined ? '' : ` Did you mean ${shown(meant)}?`;
}

function goesOn(long: string, short: string): boolean {
  return short.length > 2 && long.startsWith(short);
}

/** Letters left out, put in, replaced, or exchanged with the next (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + same,
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
