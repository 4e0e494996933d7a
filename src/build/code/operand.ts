import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { Expression, Item } from './expression.ts';
import { textOfToken } from './string-text.ts';
import { behind, isSign } from './token.ts';
import type { Reading } from './token-walk.ts';

/** A value with what is asked of it: `new a.B({…}).c["d"]`; undefined where it is something else. */
export function parseOperand(
  parser: Reading,
  from: number,
  to: number,
  depth: number,
): Expression | undefined {
  const { tokens, language } = parser;
  let at = from;
  while (at < to - 1 && (language.prefixes.has(tokens[at]?.text ?? '') || isSign(tokens[at], '!'))) at += 1;
  const first = primary(parser, at, to, depth);
  if (first === undefined) return undefined;
  let { value, next } = first;
  for (;;) {
    const more = parser.budget.spend(4) ? postfix(parser, value, next, { to, depth }) : undefined;
    if (more === undefined) break;
    ({ value, next } = more);
  }
  const rest = tokens[next];
  const isWhole = next >= to || isSign(rest, '!') || rest?.text === 'as' || rest?.text === 'satisfies';
  return isWhole ? value : undefined;
}

interface Read {
  value: Expression;
  next: number;
}

function primary(parser: Reading, at: number, to: number, depth: number): Read | undefined {
  const token = parser.tokens[at];
  if (token === undefined || at >= to) return undefined;
  const next = behind(parser.tokens, at);
  const span = parser.span(at, next);
  if (token.style !== undefined) return strings(parser, at, to, depth);
  if (token.kind === 'number' || /^(?:true|false|True|False)$/.test(token.text))
    return { next, value: { kind: 'number', text: token.text, ...span } };
  if (token.kind === 'name') return { next, value: { kind: 'name', name: token.text, index: at, ...span } };
  if (token.kind !== 'open') return undefined;
  if (parser.tokens[at + 1]?.text === 'for') return { next, value: { kind: 'other', ...span } };
  const items = parser.items(at, depth);
  if (token.text === '{') return { next, value: { kind: 'map', ...span, items } };
  if (token.text === '[')
    return { next, value: { kind: isGroovyMap(parser, items) ? 'map' : 'list', ...span, items } };
  const [only, ...others] = items;
  const isTuple = only === undefined || others.length > 0 || only.name !== undefined;
  return { next, value: isTuple ? { kind: 'list', ...span, items } : only.value };
}

function isGroovyMap({ language }: Reading, items: readonly Item[]): boolean {
  return language.isGroovy && items.some(({ name, key }) => name !== undefined || key !== undefined);
}

/** A string, in Python those behind it too. */
function strings(parser: Reading, from: number, to: number, depth: number): Read {
  const { tokens, language } = parser;
  const pieces: (MappedText | Expression)[] = [];
  let at = from;
  do {
    const [start, end] = parser.inside(at);
    for (const index of parser.top(start, end)) {
      const token = tokens[index];
      if (token?.kind === 'text') pieces.push(textOfToken(token));
      else if (token?.kind === 'open') pieces.push(hole(parser, index, depth));
    }
    at = behind(tokens, at);
  } while (
    language.joinsStrings &&
    at < to &&
    tokens[at]?.kind === 'open' &&
    tokens[at]?.style !== undefined
  );
  const isPattern = tokens[from]?.style?.pattern === true;
  const span = parser.span(from, at);
  return { next: at, value: isPattern ? { kind: 'other', ...span } : { kind: 'text', ...span, pieces } };
}

/** `${x}`; Python's `{x!r:>10}` has more in it than an expression. */
function hole(parser: Reading, open: number, depth: number): Expression {
  const [from, to] = parser.inside(open);
  const end = parser.language.hasIfElse
    ? (Array.from(parser.top(from, to)).find((at) => isSign(parser.tokens[at], '!', ':', '=')) ?? to)
    : to;
  return { ...parser.expression(from, end, depth), ...parser.span(open, to + 1) };
}

function postfix(
  parser: Reading,
  of: Expression,
  from: number,
  { to, depth }: { to: number; depth: number },
): Read | undefined {
  const { tokens, language } = parser;
  let at = from;
  while (at < to && tokens[at]?.kind === 'line') at += 1;
  if (at > from && !isSign(tokens[at], '.', '?.')) return undefined;
  if (isSign(tokens[at], '!') && isSign(tokens[at + 1], '.', '[', '(')) at += 1;
  const isDot = isSign(tokens[at], '.', '?.');
  if (isDot) at += 1;
  while (isDot && at < to && tokens[at]?.kind === 'line') at += 1;
  const token = tokens[at];
  if (token === undefined || at >= to) return undefined;
  const next = behind(tokens, at);
  const span = { start: of.start, end: parser.span(at, next).end };
  if (isDot && token.kind === 'name')
    return { next, value: { kind: 'member', of, name: token.text, ...span } };
  if (isSign(token, '[')) return { next, value: { ...subscript(of, parser.items(at, depth)), ...span } };
  if (isSign(token, '('))
    return { next, value: { kind: 'call', callee: of, items: parser.items(at, depth), ...span } };
  const isTag = token.style?.close === '`' && !isDot;
  if (isTag && (of.kind === 'name' || of.kind === 'member' || of.kind === 'call')) {
    const { value } = strings(parser, at, to, depth);
    return {
      next,
      value: { kind: 'call', callee: of, items: [{ ...parser.span(at, next), value }], ...span },
    };
  }
  return language.isGroovy && !isDot ? command(parser, of, at, { to, depth }) : undefined;
}

/** `process.env["X"]`. */
function subscript(of: Expression, [item]: readonly Item[]): Expression {
  const piece =
    item?.value.kind === 'text' && item.value.pieces.length === 1 ? item.value.pieces[0] : undefined;
  const name = piece !== undefined && !('kind' in piece) ? piece.text : undefined;
  return { kind: 'member', of, start: of.start, end: of.end, ...(name !== undefined && { name }) };
}

/** Groovy's `sh script: 'x', returnStdout: true`: a call to the end of its line. */
function command(
  parser: Reading,
  of: Expression,
  at: number,
  { to, depth }: { to: number; depth: number },
): Read | undefined {
  const { tokens } = parser;
  const isArgument = tokens[at]?.style !== undefined || isSign(tokens[at + 1], ':');
  if ((of.kind !== 'name' && of.kind !== 'member') || !isArgument) return undefined;
  const items = parser.itemsOf(at, to, depth);
  return { next: to, value: { kind: 'call', callee: of, items, ...parser.span(at, to), start: of.start } };
}
