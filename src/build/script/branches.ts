import type { GivenWord } from '../command/flags.ts';
import { splitValue, templateOf } from '../value.ts';
import type { ScriptState, Variable } from './state.ts';
import { MOST_WORDS } from './words.ts';

/**
 * What may hold behind a branch: variables that all ways leave alike, and of the others what tells most. Flags are taken
 * from all ways, as each of them may be given.
 *
 * @param state before the branch; it becomes the one behind it
 * @param ways the states at the ends of the arms
 */
export function mergeWays(state: ScriptState, ways: readonly ScriptState[]): void {
  const names = new Set(ways.flatMap(({ variables }) => [...variables.keys()]));
  for (const name of names) {
    const before = state.variables.get(name);
    if (before !== undefined && ways.every(({ variables }) => variables.get(name) === before)) continue;
    const found = distinct(ways.flatMap(({ variables }) => variables.get(name) ?? []));
    const merged = mergeVariables(found);
    if (merged !== undefined) state.variables.set(name, merged);
  }
  for (const { functions } of ways) for (const [name, body] of functions) state.functions.set(name, body);
  const [first, ...others] = distinct(ways.map(({ folders }) => folders));
  if (first !== undefined && others.length === 0) state.folders = first;
}

function mergeVariables(found: readonly Variable[]): Variable | undefined {
  const [first, ...others] = found;
  if (first === undefined || others.length === 0) return first;
  const lists = found.map(wordsOf);
  if (lists.some((words) => words[0] !== undefined && templateOf(words[0].value).startsWith('-')))
    return { ...first, words: lists.flat().slice(0, MOST_WORDS) };
  const telling = found.find(({ value }) =>
    value.some((part) => part.kind !== 'text' || part.by !== undefined),
  );
  return telling ?? found.findLast(({ value, words }) => value.length > 0 || words !== undefined) ?? first;
}

function wordsOf({ value, words, at }: Variable): readonly GivenWord[] {
  return words ?? splitValue(value, /[ \t\n]+/).map((piece) => ({ value: piece, at }));
}

function distinct<T>(all: readonly T[]): T[] {
  const seen = new Map(
    all.map((one) => [JSON.stringify(one, (key, inner: unknown) => (key === 'at' ? undefined : inner)), one]),
  );
  return [...seen.values()];
}
