import type { Span } from '../dockerfile/source-text.ts';
import { parseWord, type VariablePart, type WordPart } from '../dockerfile/word-parts.ts';
import { constant, type Doubt, joinValues, type KeyValue, NO_NAMES } from './key-value.ts';

/** What a name stands for; undefined where it is not set. */
export type LookUp = (name: string) => KeyValue | undefined;

/**
 * What the builder makes of a word (BuildKit, shell/lex.go).
 *
 * @param plainQuotes quotes mean themselves, as in the body of a heredoc
 */
export function expandValue(
  word: string,
  span: Span,
  { escape, find, plainQuotes = false }: { escape: string; find: LookUp; plainQuotes?: boolean },
): KeyValue {
  return expandParts(parseWord(word, escape, plainQuotes), span, find);
}

function expandParts(parts: readonly WordPart[], span: Span, find: LookUp): KeyValue {
  return joinValues(
    parts.map((part) => (part.kind === 'text' ? constant(part.value) : expandVariable(part, span, find))),
  );
}

/** A rotating value is set and not empty. Of a value that nobody knows it is doubted what becomes of the other one. */
function expandVariable({ name, operator = '', operand }: VariablePart, span: Span, find: LookUp): KeyValue {
  const found = find(name);
  const kind = operator.at(-1);
  if (operator === '' || kind === '?') return found ?? constant('');
  const other = expandParts(operand, span, find);
  const what = `$\{${name}${operator}…}`;
  if (kind !== '-' && kind !== '+')
    return found === undefined ? constant('') : partOf([found, other], what, span);
  const isSet = found !== undefined && !(found.text === '' && operator.startsWith(':'));
  if (!isSet) return kind === '-' ? other : constant('');
  if (found.text === undefined && found.names.size === 0)
    return doubted(other, `whether ${name} is set, which ${what} asks, is not known`, span);
  if (kind === '-') return found;
  return found.text === undefined && operator.startsWith(':')
    ? withDoubt(other, { reason: `${what} asks whether ${name} is empty`, span, names: found.names })
    : other;
}

/** What patterns and replacements leave of values may change with them or not. */
function partOf(values: readonly KeyValue[], what: string, span: Span): KeyValue {
  return doubted(joinValues(values), `what ${what} leaves of the value is not known`, span);
}

/** None of its names is in it for sure. */
function doubted({ names, doubts }: KeyValue, reason: string, span: Span): KeyValue {
  return { names: NO_NAMES, doubts: names.size > 0 ? [...doubts, { reason, span, names }] : doubts };
}

function withDoubt({ pieces: _, ...value }: KeyValue, doubt: Doubt): KeyValue {
  return { ...value, doubts: [...value.doubts, doubt] };
}
