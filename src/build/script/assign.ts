import type { ShellAssignment } from '../../shell/script.ts';
import type { GivenWord } from '../command/flags.ts';
import { concat, heldBy } from '../value.ts';
import type { ScriptState, Variable } from './state.ts';
import { expandWord, MOST_WORDS, valueOfVariable, valueOfWord, type WordPlace } from './words.ts';

/** `NAME=value`, `NAME+=value`, `NAME=(value …)`. */
export function assign(
  { name, value, append, element }: ShellAssignment,
  state: ScriptState,
  place: WordPlace,
): void {
  const at = place.place(value.start, value.end);
  const before = append === true ? state.variables.get(name) : undefined;
  if (element === true) {
    const words = [...wordsOf(before), ...expandWord(value, state, place)].slice(0, MOST_WORDS);
    setVariable(state, name, { value: [], words, at }, place);
    return;
  }
  if (growsFromNothing(name, value, state)) setVariable(state, name, { value: [], at }, place);
  const own = valueOfWord(value, state, place);
  const earlier = before === undefined ? [] : valueOfVariable(before);
  setVariable(state, name, { value: concat(earlier, own), at }, place);
}

/** `ARGS="$ARGS --flag"` of one that nothing has set yet. */
function growsFromNothing(
  name: string,
  { template, slots }: ShellAssignment['value'],
  state: ScriptState,
): boolean {
  return slots[0]?.variable === name && /^[\uE000-\uF8FF]\s/.test(template) && !state.variables.has(name);
}

function wordsOf(variable: Variable | undefined): readonly GivenWord[] {
  if (variable === undefined) return [];
  return variable.words ?? [{ value: variable.value, at: variable.at }];
}

/** A command's output is known from then on by the variable that took it first. */
export function setVariable(
  state: ScriptState,
  name: string,
  variable: Variable,
  { names }: Pick<WordPlace, 'names'>,
): void {
  state.variables.set(name, { ...variable, value: heldBy(name, variable.value, names) });
}
