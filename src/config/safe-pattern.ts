import { CharSet } from './char-set.ts';
import { PatternError, type PatternItem, PatternReader } from './pattern-reader.ts';

/** Shorter ones are words of other texts: they could not be taken out of a report. */
const SHORTEST_SECRET = 8;
const LONGEST_MATCH = 4096;
/** Steps for each character of a text, in the worst of texts. */
const MOST_STEPS = 400;
/** Ways that are counted before it is given up. */
const MOST_COUNTED = 4000;

/**
 * The longest match of a regular expression, or why it cannot be taken. One that is taken needs at most so many steps
 * for each character of whatever text, so that a scan takes time in proportion to what is scanned. That is counted, not
 * measured: the same pattern is taken on every machine.
 */
export function measurePattern(source: string): { longest: number } | { problem: string } {
  try {
    const reader = new PatternReader(source);
    const items = reader.read();
    new RegExp(source);
    const longest = lengthOf(items, 'most');
    if (longest > LONGEST_MATCH)
      return { problem: `matches up to ${longest} characters; ${LONGEST_MATCH} are the most` };
    if (lengthOf(reader.secret ?? items, 'least') < SHORTEST_SECRET)
      return { problem: `matches fewer than ${SHORTEST_SECRET} characters, which many words are` };
    if (new StepCounter().count(items) / spacing(items) > MOST_STEPS)
      return {
        problem:
          'takes too many steps: begin with fixed text, lower the upper bounds, and let nothing repeated be followed by what it matches itself, as in [a-z]{1,99}[a-z]{1,99}',
      };
    return { longest };
  } catch (error) {
    if (error instanceof PatternError) return { problem: error.message };
    if (error instanceof SyntaxError) return { problem: 'is no regular expression' };
    throw error;
  }
}

function lengthOf(items: readonly PatternItem[], which: 'least' | 'most'): number {
  return items.reduce((sum, item) => {
    if (item.kind === 'unit') return sum + item.length * item[which];
    const lengths = item.ways.map((way) => lengthOf(way, which));
    return sum + (which === 'least' ? Math.min(...lengths) : Math.max(...lengths));
  }, 0);
}

/** Counts what a backtracking matcher does from one place, at most. */
class StepCounter {
  #counted = 0;

  count(items: readonly PatternItem[]): number {
    this.#counted += 1;
    if (this.#counted > MOST_COUNTED) return Number.POSITIVE_INFINITY;
    const [item, ...rest] = items;
    if (item === undefined) return 1;
    if (item.kind === 'ways') return item.ways.reduce((sum, way) => sum + this.count([...way, ...rest]), 0);
    const tries = item.most - item.least + 1;
    const walked = item.length * item.most;
    const after = this.count(rest);
    // Giving characters back helps only where what follows could take them.
    return walked + (tries > 1 && item.first.meets(firstOf(rest)) ? tries * after : tries + after);
  }
}

/** What the rest of a pattern can begin with. */
function firstOf(items: readonly PatternItem[]): CharSet {
  let first = CharSet.NONE;
  for (const item of items) {
    const own = item.kind === 'unit' ? item.first : item.ways.map(firstOf).reduce((all, one) => all.or(one));
    first = first.or(own);
    if (lengthOf([item], 'least') > 0) break;
  }
  return first;
}

/** How far from each other two places are at least where a pattern's fixed beginning stands. */
function spacing(items: readonly PatternItem[]): number {
  const fixed: CharSet[] = [];
  for (const item of items) {
    if (item.kind !== 'unit' || item.least !== 1 || item.most !== 1 || item.first.size !== 1) break;
    fixed.push(item.first);
  }
  for (let distance = 1; distance < fixed.length; distance += 1)
    if (fixed.slice(distance).every((one, index) => fixed[index]?.meets(one) === true)) return distance;
  return Math.max(1, fixed.length);
}
