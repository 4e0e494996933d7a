import type { Vocabulary } from '../../credentials/vocabulary.ts';
import { type ShellNode, type ShellSlot, type ShellWord, slotOf } from '../../shell/script.ts';
import type { FilePlace } from '../build-path.ts';
import { type GivenWord, joinedWords } from '../command/flags.ts';
import { ROOT } from '../command/paths.ts';
import { concatAll, literalOf, splitValue, templateOf, text, type Value } from '../value.ts';
import { isOneMark, unmark } from './expressions.ts';
import type { ScriptState, Variable } from './state.ts';

/** What expanding words needs to know of the script they stand in. */
export interface WordPlace {
  place(start: number, end: number): FilePlace;
  /** As it is written. */
  written(slot: ShellSlot): string;
  expressions: readonly Value[];
  /** What names mean. */
  names: Vocabulary;
  /** What the environment sets. */
  outside(name: string): Value;
  output(script: readonly ShellNode[], state: ScriptState): Value;
}

const BLANKS = /[ \t\n]+/;
/** The folder of a path: `${BASH_SOURCE[0]%/*}`. */
const WITHOUT_NAME = /%\/\*\}$/;

/** More than any command line holds. */
export const MOST_WORDS = 2000;

/** The words that one word becomes: none where it is empty, several for an array or a text with blanks. */
export function expandWord(word: ShellWord, state: ScriptState, place: WordPlace): GivenWord[] {
  return wordsOf(word, state, place).slice(0, MOST_WORDS);
}

function wordsOf(word: ShellWord, state: ScriptState, place: WordPlace): GivenWord[] {
  const at = place.place(word.start, word.end);
  const only = onlySlot(word);
  const list = only && listOf(only, state, place);
  if (list !== undefined) return [...list];
  const value = valueOfWord(word, state, place);
  if (only === undefined && !isOneMark(word.template)) return [{ value, at }];
  const where = only?.variable === undefined ? at : (state.variables.get(only.variable)?.at ?? at);
  if (!BLANKS.test(templateOf(value))) return value.length === 0 ? [] : [{ value, at }];
  return splitValue(value, BLANKS).map((piece) => ({ value: piece, at: where }));
}

/** The expansion that is all of a word. */
function onlySlot({ template, slots }: ShellWord): ShellSlot | undefined {
  const [first] = slots;
  return first !== undefined &&
    template.length === 1 + (first.operand?.slots.length ?? 0) &&
    slotOf(template.charAt(0), { slots }) === first
    ? first
    : undefined;
}

/** An array, the script's operands, or the words that stand for a variable: `${X:+--build-arg X=$X}`. */
function listOf(slot: ShellSlot, state: ScriptState, place: WordPlace): readonly GivenWord[] | undefined {
  const { variable, operand, presence } = slot;
  if (variable === '@' || variable === '*') return state.operands;
  const known = variable === undefined ? undefined : state.variables.get(variable);
  if (presence !== true && known?.words !== undefined) return known.words;
  if (operand === undefined || (presence !== true && known !== undefined)) return undefined;
  const at = place.place(slot.start, slot.end);
  const value = valueOfWord(operand, state, place);
  if (presence !== true && value.length === 0) return undefined;
  return splitValue(value, BLANKS).map((piece) => ({ value: piece, at }));
}

/** What a word comes to, without being split. */
export function valueOfWord(word: ShellWord, state: ScriptState, place: WordPlace): Value {
  return concatAll(valuesIn(word, state, place));
}

function* valuesIn(word: ShellWord, state: ScriptState, place: WordPlace): Iterable<Value> {
  let plain = '';
  let skip = 0;
  for (const character of word.template) {
    const slot = slotOf(character, word);
    if (slot === undefined) plain += character;
    else if (skip > 0) skip -= 1;
    else {
      yield unmark(plain, place.expressions);
      yield valueOfSlot(slot, state, place);
      plain = '';
      skip = slot.operand?.slots.length ?? 0;
    }
  }
  yield unmark(plain, place.expressions);
}

function valueOfSlot(slot: ShellSlot, state: ScriptState, place: WordPlace): Value {
  if (slot.script !== undefined && slot.pipe === undefined) return place.output(slot.script, state);
  if (slot.variable === undefined) return [{ kind: 'unknown', what: place.written(slot) }];
  if (slot.presence === true)
    return slot.operand === undefined
      ? [{ kind: 'unknown', what: place.written(slot) }]
      : valueOfWord(slot.operand, state, place);
  if (place.written(slot).startsWith('${!')) return indirectValue(slot.variable, state, place);
  const value = variableValue(slot.variable, state, place);
  const isOpen = value.length === 1 && value[0]?.kind === 'variable' && value[0].name === slot.variable;
  if (slot.operand !== undefined && (value.length === 0 || (isOpen && slot.operand.slots.length > 0)))
    return valueOfWord(slot.operand, state, place);
  const usual = slot.operand === undefined ? undefined : literalOf(valueOfWord(slot.operand, state, place));
  if (isOpen && usual !== undefined && usual !== '')
    return [{ kind: 'variable', name: slot.variable, usual }];
  return WITHOUT_NAME.test(place.written(slot)) ? folderOfValue(value) : value;
}

/** `${!NAME}`: the value of the variable that another one names. */
function indirectValue(name: string, state: ScriptState, place: WordPlace): Value {
  const named = literalOf(variableValue(name, state, place));
  return named !== undefined && /^[A-Za-z_]\w*$/.test(named)
    ? variableValue(named, state, place)
    : [{ kind: 'unknown', what: `\${!${name}}` }];
}

function variableValue(name: string, state: ScriptState, place: WordPlace): Value {
  if (name === '@' || name === '*')
    return state.operands === undefined
      ? [{ kind: 'unknown', what: `$${name}` }]
      : joinedWords(state.operands);
  if (/^[1-9]\d*$/.test(name)) {
    if (state.operands === undefined) return [{ kind: 'unknown', what: `$${name}` }];
    return state.operands[Number(name) - 1]?.value ?? [];
  }
  const own = state.variables.get(name);
  if (own !== undefined) return valueOfVariable(own);
  return name === 'PWD' ? workingFolder(state) : place.outside(name);
}

/** What `pwd` prints. */
export function workingFolder({ folders }: ScriptState): Value {
  return text(folders.length === 1 ? ROOT + folders[0] : '.');
}

export function valueOfVariable({ value, words }: Variable): Value {
  return words === undefined ? value : joinedWords(words);
}

/** `dirname`. */
export function folderOfValue(value: Value): Value {
  const last = value.at(-1);
  if (last?.kind !== 'text') return value;
  const cut = last.text.replace(/\/*$/, '').lastIndexOf('/');
  if (cut === -1) return value.length === 1 ? text('.') : value.slice(0, -1);
  const folder = last.text.slice(0, cut);
  return [...value.slice(0, -1), ...text(folder === ROOT.slice(0, -1) ? ROOT : folder || '/')];
}
