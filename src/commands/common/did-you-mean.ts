/**
 * What somebody meant who typed a word that is no name: one that begins with it, or that a slip or two lead to.
 *
 * @returns ` Did you mean NAME?`, or nothing
 */
export function didYouMean(word: string, names: readonly string[], shown = (name: string) => name): string {
  const meant = nearest(word, names);
  return meant === undefined ? '' : ` Did you mean ${shown(meant)}?`;
}

/** The name that fewest slips lead to, where they are few; undefined where none is near. */
function nearest(word: string, names: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const begun = names.filter((name) => typed.length > 2 && name.startsWith(typed));
  const most = Math.floor(typed.length / 3);
  const [best] = names
    .map((name) => ({ name, slips: slipsBetween(typed, name.toLowerCase()) }))
    .filter(({ slips }) => slips <= most)
    .sort((one, other) => one.slips - other.slips);
  return best?.name ?? begun[0];
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
