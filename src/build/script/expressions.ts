import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { ShellKind } from '../build-path.ts';
import { concat, text, type Value } from '../value.ts';

/** Characters that no text has: a mark's beginning, its sixteen digits, and what fills it up. */
const BEGIN = 0xfdd0;
const DIGIT = 0xfde0;
const FILL = '\uFDD1';
const MARK = /\uFDD0([\uFDE0-\uFDEF]*)\uFDD1*/g;

/** A text in which each expression of a CI system is a word of the shell, and what those stand for. */
export interface Marked {
  text: MappedText;
  expressions: readonly Value[];
  /** Absent for a POSIX one. */
  shell?: ShellKind;
}

/** No expressions: the text is the shell's alone. */
export function plainText(source: MappedText): Marked {
  return { text: source, expressions: [] };
}

/** A script that stands nowhere in its file as it is run. */
export function looseScript(script: string): Marked {
  return plainText(MappedText.of(script, 0));
}

/**
 * Hides from the shell what a CI system replaces before the shell sees it.
 *
 * @param pattern matches an expression; one that is too short for its mark is left
 * @param read what one stands for; undefined leaves it to the shell
 * @param before what is marked already
 */
export function mark(
  source: MappedText,
  pattern: RegExp,
  read: (expression: string) => Value | undefined,
  before: readonly Value[] = [],
): Marked {
  const expressions: Value[] = [...before];
  const marked = source.text.replace(pattern, (whole) => {
    const value = read(whole);
    const digits = Array.from(expressions.length.toString(16), (digit) =>
      String.fromCharCode(DIGIT + Number.parseInt(digit, 16)),
    ).join('');
    if (value === undefined || digits.length >= whole.length) return whole;
    expressions.push(value);
    return (String.fromCharCode(BEGIN) + digits).padEnd(whole.length, FILL);
  });
  return { text: source.masked(marked), expressions };
}

/** True for a word that is one expression and nothing else. */
export function isOneMark(word: string): boolean {
  return /^\uFDD0[\uFDE0-\uFDEF]*\uFDD1*$/.test(word);
}

/** The value of a piece of marked text. */
export function unmark(piece: string, expressions: readonly Value[]): Value {
  const values: Value[] = [];
  let done = 0;
  for (const match of piece.matchAll(MARK)) {
    values.push(text(piece.slice(done, match.index)));
    const index = Number.parseInt(
      Array.from(match[1] ?? '', (digit) => (digit.charCodeAt(0) - DIGIT).toString(16)).join(''),
      16,
    );
    values.push(expressions[index] ?? [{ kind: 'unknown', what: 'an expression' }]);
    done = match.index + match[0].length;
  }
  return concat(...values, text(piece.slice(done)));
}
