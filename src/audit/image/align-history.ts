import type { Instruction } from '../../dockerfile/instruction.ts';
import type { ParsedHistory } from '../../image/history.ts';
import type { HistoryEntry } from '../../image/image.ts';

/** Beyond this many pairs the two are not compared. */
const MOST_PAIRS = 4_000_000;
/** The same words count more than a keyword that nearly every Dockerfile has. */
const SAME_TEXT = 8;
const SAME_KEYWORD = 1;

/** An instruction that made an entry. */
export interface Maker {
  instruction: Instruction;
  /** They say the same, and are not only of one kind. */
  sure: boolean;
}

/**
 * Which instruction made each entry of a history: the pairs, in the order of both, that say most of the same. What
 * comes from a base image stands first and has no instruction.
 *
 * @param instructions those that the image's stages ran, in order
 */
export function alignHistory(
  entries: readonly HistoryEntry[],
  parsed: readonly ParsedHistory[],
  instructions: readonly Instruction[],
): Map<number, Maker> {
  if ((entries.length + 1) * (instructions.length + 1) > MOST_PAIRS) return new Map();
  const bodies = entries.map(({ createdBy }, at) => squeezed(createdBy.slice(parsed[at]?.bodyStart ?? 0)));
  const texts = instructions.map(({ args }) => squeezed(args.text));
  const scoreOf = (entry: number, at: number): number => {
    if (parsed[entry]?.instruction !== instructions[at]?.keyword) return 0;
    const same =
      isSame(bodies[entry] ?? '', texts[at] ?? '') || isSameTarget(entries[entry], instructions[at]);
    return same ? SAME_TEXT : SAME_KEYWORD;
  };
  const pairs = bestPairs(entries.length, instructions.length, scoreOf);
  return new Map(
    pairs.flatMap(({ entry, at, score }) => {
      const instruction = instructions[at];
      return instruction === undefined ? [] : [[entry, { instruction, sure: score === SAME_TEXT }]];
    }),
  );
}

/** Of two sequences the pairs, in the order of both, that score most together; of equal ways the one that pairs what comes last. */
function bestPairs(
  entries: number,
  others: number,
  scoreOf: (entry: number, at: number) => number,
): { entry: number; at: number; score: number }[] {
  const width = others + 1;
  // best[entry * width + at]: of what comes before both.
  const best = new Float64Array((entries + 1) * width);
  const bestAt = (entry: number, at: number): number => best[entry * width + at] ?? 0;
  for (let entry = 1; entry <= entries; entry += 1) {
    for (let at = 1; at < width; at += 1) {
      const score = scoreOf(entry - 1, at - 1);
      const paired = score === 0 ? 0 : bestAt(entry - 1, at - 1) + score;
      best[entry * width + at] = Math.max(paired, bestAt(entry - 1, at), bestAt(entry, at - 1));
    }
  }
  const pairs: { entry: number; at: number; score: number }[] = [];
  for (let entry = entries, at = others; entry > 0 && at > 0; ) {
    const score = scoreOf(entry - 1, at - 1);
    if (score > 0 && bestAt(entry, at) === bestAt(entry - 1, at - 1) + score) {
      entry -= 1;
      at -= 1;
      pairs.push({ entry, at, score });
    } else if (bestAt(entry, at) === bestAt(entry, at - 1)) at -= 1;
    else entry -= 1;
  }
  return pairs;
}

/** How builders print an instruction differs: quotes, brackets, blanks, the shell before it, their mark behind it. */
function squeezed(text: string): string {
  return text
    .replace(/ # buildkit$/, '')
    .replace(/^(?:\S*\/(?:ba|da|a)?sh -\w*c|cmd \/S \/C) /, '')
    .replace(/["'[\],{}\s]+/g, '');
}

/** BuildKit prints values where the Dockerfile has variables, and leaves flags out. */
function isSame(body: string, text: string): boolean {
  if (body === '' || text === '') return body === text;
  if (body.includes(text) || text.includes(body)) return true;
  const [fixed = ''] = text.split('$');
  return fixed.length >= 3 && body.startsWith(fixed);
}

/** Of COPY and ADD the classic builder and buildah print a hash, and where to. */
function isSameTarget(entry: HistoryEntry | undefined, instruction: Instruction | undefined): boolean {
  const [, printed] = / (?:file|dir|multi):[0-9a-f]{8,}\S* in (.+?)\s*$/.exec(entry?.createdBy ?? '') ?? [];
  if (printed === undefined || instruction === undefined) return false;
  const target = instruction.exec?.at(-1) ?? instruction.args.text.trim().split(/\s+/).at(-1) ?? '';
  const plain = (path: string): string => path.replace(/^\.?\/+|\/+$/g, '');
  const [from, to] = [plain(target), plain(printed)];
  return to === from || to.startsWith(`${from}/`) || to.endsWith(`/${from}`);
}
