import { SEPARATOR } from './blanks.ts';
import type { Instruction } from './instruction.ts';
import type { MappedText } from './mapped-text.ts';
import { splitWords } from './words.ts';

/** `NAME=value` as ENV, LABEL and ARG take it. */
export interface Pair {
  /** The name, quotes left in. */
  name: MappedText;
  /** The value as written, quotes and references left in; absent in `ARG NAME`. */
  value?: MappedText;
}

/**
 * The pairs of an ENV, LABEL or ARG instruction, the old `ENV NAME value with blanks` included.
 * A word of ENV or LABEL without `=` is left out; `parseDockerfile` reports it.
 */
export function pairsOf(instruction: Instruction, escape: string): Pair[] {
  const words = splitWords(instruction.args, escape);
  if (instruction.keyword === 'ARG') return words.map(splitPair);
  if (words[0] === undefined || words[0].text.includes('=')) {
    return words.map(splitPair).filter((pair) => pair.value !== undefined);
  }
  const blank = SEPARATOR.exec(instruction.args.text);
  if (blank === null) return [];
  return [
    {
      name: instruction.args.slice(0, blank.index),
      value: instruction.args.slice(blank.index + blank[0].length),
    },
  ];
}

/** The first word that ENV or LABEL cannot take for want of a value. */
export function wordWithoutValue(instruction: Instruction, escape: string): MappedText | undefined {
  const words = splitWords(instruction.args, escape);
  const [first] = words;
  if (first === undefined) return undefined;
  if (first.text.includes('=')) return words.find((word) => !word.text.includes('='));
  return SEPARATOR.test(instruction.args.text) ? undefined : first;
}

function splitPair(word: MappedText): Pair {
  const equals = word.text.indexOf('=');
  if (equals === -1) return { name: word };
  return { name: word.slice(0, equals), value: word.slice(equals + 1) };
}
