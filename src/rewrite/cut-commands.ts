import type { SourceText, Span } from '../dockerfile/source-text.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { ShellCommand, ShellNode } from '../shell/script.ts';

/** The commands of a RUN that are run one after the other, or undefined where the script is more than such a row. */
export function rowOf({ script }: Pick<TracedRun, 'script'>): readonly ShellCommand[] | undefined {
  if (script.problems.length > 0) return undefined;
  const row: ShellCommand[] = [];
  for (const node of script.body) if (!addTo(row, node)) return undefined;
  return row;
}

function addTo(row: ShellCommand[], node: ShellNode): boolean {
  if (node.kind === 'command') row.push(node);
  else if (node.kind !== 'list' || node.rest.some(({ operator }) => operator !== '&&')) return false;
  else return [node.first, ...node.rest.map((one) => one.node)].every((one) => addTo(row, one));
  return true;
}

const JOINT = /^\s*(?:&&|;|\n)?\s*$/;

/**
 * The stretches of the file to take out so that some commands of a RUN's row are gone; `all` when nothing is left;
 * undefined where that cannot be done without touching more.
 */
export function cutCommands(
  run: Pick<TracedRun, 'script' | 'text'>,
  gone: ReadonlySet<ShellCommand>,
  source: SourceText,
): Span[] | 'all' | undefined {
  const row = rowOf(run);
  if (row === undefined || [...gone].some((command) => !row.includes(command))) return undefined;
  if (row.every((command) => gone.has(command))) return 'all';
  const cuts: Span[] = [];
  const lastKept = row.findLastIndex((command) => !gone.has(command));
  for (const [at, command] of row.entries()) {
    if (!gone.has(command)) continue;
    const isTail = at > lastKept;
    const neighbour = row[isTail ? at - 1 : at + 1];
    if (neighbour === undefined) return undefined;
    const [from, to] = isTail ? [neighbour.end, command.start] : [command.end, neighbour.start];
    if (!JOINT.test(run.text.text.slice(from, to))) return undefined;
    const start = isTail ? run.text.offsetAt(neighbour.end - 1) + 1 : run.text.offsetAt(command.start);
    const end = isTail ? run.text.offsetAt(command.end - 1) + 1 : run.text.offsetAt(neighbour.start);
    if (/\n[ \t]*#/.test(source.text.slice(start, end))) return undefined;
    cuts.push({ start, end });
  }
  return joined(cuts);
}

function joined(cuts: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const cut of cuts) {
    const last = result.at(-1);
    if (last !== undefined && cut.start <= last.end) last.end = Math.max(last.end, cut.end);
    else result.push({ ...cut });
  }
  return result;
}
