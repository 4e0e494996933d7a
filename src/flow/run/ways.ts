import type { ShellCommand, ShellNode, ShellWord } from '../../shell/script.ts';
import { union } from '../taint.ts';
import { absolutePath } from './paths.ts';
import type { ShellState, Value, Variable } from './state.ts';

/** What a word comes to. */
export type Evaluate = (word: ShellWord) => Value;

/** Puts back what stood in front of a command for that command alone. */
export function restore(
  state: ShellState,
  before: ReadonlyMap<string, Variable>,
  { assignments }: ShellCommand,
  assigned: readonly ShellWord[],
): void {
  const names = [
    ...assignments.map(({ name }) => name),
    ...assigned.map(({ template }) => template.split('=')[0] ?? ''),
  ];
  for (const name of names) {
    const old = before.get(name);
    if (old === undefined) state.variables.delete(name);
    else state.variables.set(name, old);
  }
}

/** True for a command that only asks: what stands behind it may run or not. */
export function isTest(node: ShellNode): boolean {
  return node.kind === 'command' && /^(?:\[|\[\[|test)$/.test(node.words[0]?.template ?? '');
}

/** How things stand when a test for a file finds none: the file is not there. */
export function absent(node: ShellNode, state: ShellState, evaluate: Evaluate): ShellState | undefined {
  if (node.kind !== 'command' || !isTest(node)) return undefined;
  const without = state.fork();
  const [, flag, path] = node.words;
  if (flag !== undefined && path !== undefined && /^-[efsrL]$/.test(flag.template)) {
    const where = absolutePath(evaluate(path).text, state.folder);
    without.files.remove(where, false);
  }
  return without;
}

/** All of them at once. */
export function merged(values: readonly Value[]): Value {
  return { taint: union(...values.map(({ taint }) => taint)), text: values[0]?.text ?? '' };
}
