import { append } from '../../config/append.ts';
import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { Span } from '../../dockerfile/source-text.ts';
import { type Marked, mark } from '../script/expressions.ts';
import { templateOf, type Value } from '../value.ts';
import { indentedText, joinedList } from './command-call.ts';
import type { Expression } from './expression.ts';
import { formatOf } from './format.ts';
import { isList, wordsOfList } from './list-words.ts';
import { DEEPEST_NAMES, type Program } from './program.ts';
import { chosenOf, valueOf } from './values.ts';

/** Around the number of an expression in a text: no text has them. */
const OPEN = '\uF8F0';
const CLOSE = '\uF8F1';
const NUMBERED = /\uF8F0(\d+)\uF8F1/g;

interface Pieces {
  texts: MappedText[];
  values: Value[];
}

/** A script that a program makes: the expressions in it are replaced before a shell sees it. */
export function scriptOf(expression: Expression, program: Program, before = ''): Marked {
  const pieces: Pieces = { texts: within(before, expression.start, expression.start + 1), values: [] };
  collect(expression, program, pieces, 0);
  return mark(MappedText.join(pieces.texts), NUMBERED, (whole) => pieces.values[Number(whole.slice(1, -1))]);
}

/** A text that a program makes, where all of it is known. */
export function textOfExpression(expression: Expression, program: Program): MappedText | undefined {
  const pieces: Pieces = { texts: [], values: [] };
  collect(expression, program, pieces, 0);
  return pieces.values.length > 0 ? undefined : MappedText.join(pieces.texts);
}

function collect(expression: Expression, program: Program, pieces: Pieces, depth: number): void {
  const whole =
    depth === 0 || isSeveralWords(expression, program) ? assignedParts(expression, program) : [expression];
  const [first, ...others] = whole;
  if (first === undefined) return;
  if (others.length > 0 && depth < DEEPEST_NAMES) {
    for (const part of whole) collect(part, program, pieces, depth + 1);
    return;
  }
  const only = formatOf(first, program) ?? indentedText(first) ?? first;
  if (only !== first && only.kind !== 'text' && depth < DEEPEST_NAMES) {
    collect(only, program, pieces, depth + 1);
    return;
  }
  const list = joinedList(only) ?? (isList(only, program) ? only : undefined);
  if (only.kind === 'text')
    for (const piece of only.pieces) {
      if ('kind' in piece) collect(piece, program, pieces, depth + 1);
      else pieces.texts.push(piece.masked(piece.text.replace(/[\uF8F0\uF8F1]/g, '?')));
    }
  else if (only.kind === 'joined' && only.sign === '+' && depth < DEEPEST_NAMES)
    for (const operand of only.operands) collect(operand, program, pieces, depth + 1);
  else if (only.kind === 'choice' && depth < DEEPEST_NAMES)
    collect(chosenOf(only, program), program, pieces, depth + 1);
  else if (list !== undefined) collectList(list, program, pieces);
  else hole(only, valueOf(only, program), pieces);
}

/** Words that a constant has stand in the constant, a part of a word stands where it is used. */
function isSeveralWords(expression: Expression, program: Program): boolean {
  const isName = expression.kind === 'name' || expression.kind === 'member';
  return isName && /\s/.test(templateOf(valueOf(expression, program)));
}

/** What a name of a script stands for: what it was given, and what was added. */
function assignedParts(expression: Expression, program: Program, depth = 0): Expression[] {
  const assignment = program.assignmentOf(expression);
  if (assignment === undefined || depth > DEEPEST_NAMES) return [expression];
  const name = expression.kind === 'name' ? expression : undefined;
  const added =
    name === undefined
      ? []
      : program.constants.changes(name.name, name.index).filter(({ kind }) => kind === 'adds');
  const parts = [assignment, ...added].map((one) => program.assigned(one));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? assignedParts(only, program, depth + 1) : parts;
}

/** `['docker', 'build', x].join(' ')`. */
function collectList(list: Expression, program: Program, pieces: Pieces): void {
  for (const { value, at } of wordsOfList(list, program)) {
    pieces.texts.push(MappedText.of(' ', at.start));
    hole(at, value, pieces);
  }
}

/**
 * What an expression comes to: its text, and for what is not known marks as long as `mark` wants them. All stand where
 * the expression does, whose last character is theirs.
 */
function hole({ start, end }: Span, value: Value, { texts, values }: Pieces): void {
  for (const part of value) {
    let written = part.kind === 'text' ? part.text.replace(/[\uF8F0\uF8F1]/g, '?') : '';
    if (part.kind !== 'text') {
      written = `${OPEN}${String(values.length).padStart(4, '0')}${CLOSE}`;
      values.push([part]);
    }
    append(texts, within(written, start, end));
  }
}

/** A text that stands in no more place than there is: what is too long for it stands at its last character. */
function within(text: string, start: number, end: number): MappedText[] {
  const room = Math.max(0, end - 1 - start);
  const first = text.length > room + 1 ? room : Math.max(0, text.length - 1);
  const rest = Array.from({ length: text.length - first }, (_, at) =>
    MappedText.of(text.charAt(first + at), Math.max(0, end - 1)),
  );
  return first === 0 ? rest : [MappedText.of(text.slice(0, first), start), ...rest];
}
