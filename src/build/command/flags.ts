import { append } from '../../config/append.ts';
import type { Given } from '../build-path.ts';
import { concatAll, HOLE, literalOf, sliceValue, templateOf } from '../value.ts';

/** A word of a command line: what it comes to, and where it is written. */
export interface GivenWord extends Given {
  /** Of the flag that it is the value of, and of itself. */
  flag?: Given['at'];
}

interface Flag {
  /** Without its dashes. */
  name: string;
  /** Absent for one that stands alone. */
  value?: GivenWord;
  at: Given['at'];
}

export interface CommandLine {
  flags: Flag[];
  operands: GivenWord[];
  /** Whole words of which nothing is known: there may be anything in them. */
  unknown: GivenWord[];
}

/**
 * Tells flags from operands.
 *
 * @param words those behind the command's name
 * @param valued names of flags that take the next word as their value; one letter is a short one
 */
export function readFlags(words: readonly GivenWord[], valued: ReadonlySet<string>): CommandLine {
  const line: CommandLine = { flags: [], operands: [], unknown: [] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const template = templateOf(word.value);
    if (template === '--') {
      append(line.operands, words.slice(at + 1));
      break;
    }
    const flag = flagOf(word, template, valued);
    if (flag === undefined) (template === HOLE ? line.unknown : line.operands).push(word);
    else if (flag.value === undefined && valued.has(flag.name)) {
      at += 1;
      const value = words[at];
      line.flags.push(value === undefined ? flag : { ...flag, value, at: around(flag.at, value.at) });
    } else line.flags.push(flag);
  }
  return line;
}

function flagOf(word: GivenWord, template: string, valued: ReadonlySet<string>): Flag | undefined {
  const long = /^--([A-Za-z][\w.-]*)(=?)/.exec(template);
  const { value, at } = word;
  if (long !== null) {
    const [whole, name = '', equals] = long;
    return equals === '' ? { name, at } : { name, at, value: { value: sliceValue(value, whole.length), at } };
  }
  const short = /^-([A-Za-z])(=?)/.exec(template);
  if (short === null) return undefined;
  const [whole, name = ''] = short;
  const rest = sliceValue(value, whole.length);
  const takesRest = valued.has(name) && rest.length > 0;
  return takesRest ? { name, at, value: { value: rest, at } } : { name, at };
}

function around(from: Given['at'], to: Given['at']): Given['at'] {
  if (from.source !== to.source || to.end < from.start) return to;
  return { ...from, end: Math.max(from.end, to.end) };
}

/** The values of the flags with one of these names, in order. */
export function valuesOf({ flags }: CommandLine, ...names: readonly string[]): GivenWord[] {
  return flags.flatMap(({ name, value, at }) =>
    names.includes(name) && value !== undefined ? [{ ...value, flag: at }] : [],
  );
}

/** The value of the last flag with one of these names. */
export function valueOf(line: CommandLine, ...names: readonly string[]): GivenWord | undefined {
  return valuesOf(line, ...names).at(-1);
}

/** A word's text where all of it is known. */
export function wordText(word: GivenWord | undefined): string | undefined {
  return word === undefined ? undefined : literalOf(word.value);
}

/** Words with blanks between them, as one value. */
export function joinedWords(words: readonly GivenWord[]): Given['value'] {
  return concatAll(joined(words));
}

function* joined(words: readonly GivenWord[]): Iterable<Given['value']> {
  for (const [at, { value }] of words.entries()) {
    if (at > 0) yield [{ kind: 'text', text: ' ' }];
    yield value;
  }
}
