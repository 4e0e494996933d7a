import type { Expression } from './expression.ts';
import { isSign, type Token } from './token.ts';
import type { Reading } from './token-walk.ts';

interface Operator {
  at: number;
  text: string;
}

/** Signs that join texts, paths and maps. */
const JOINING: ReadonlySet<string> = new Set(['+', '/', '%', '|']);
const COMPARING: ReadonlySet<string> = new Set(
  '=> == != === !== <= >= = += -= - * ** & ^ for in not instanceof is -> :: ..'.split(' '),
);

/** An expression with operators at its top; undefined where there are none. */
export function parseOperators(
  parser: Reading,
  from: number,
  to: number,
  depth: number,
): Expression | undefined {
  const found = operatorsOf(parser, from, to);
  if (found.length === 0) return undefined;
  const span = parser.span(from, to);
  if (found.some(({ text }) => text === '=>' || text === 'lambda' || text === 'for'))
    return { kind: 'other', ...span };
  const read = (start: number, end: number): Expression => parser.expression(start, end, depth);
  const choice = conditional(parser, found, { from, to }, read);
  if (choice !== undefined) return { kind: 'choice', ...span, options: choice };
  const { or, and } = parser.language;
  const cut = (isOne: (text: string) => boolean): Expression[] | undefined =>
    cutAt(found, isOne, { from, to }, read);
  const options = cut((text) => or.has(text));
  if (options !== undefined) return { kind: 'choice', ...span, options };
  const conditions = cut((text) => and.has(text));
  if (conditions !== undefined) return { kind: 'choice', ...span, options: conditions.slice(-1) };
  if (found.some(({ text }) => COMPARING.has(text))) return { kind: 'other', ...span };
  for (const sign of ['|', '+', '%', '/']) {
    const operands = cut((text) => text === sign);
    if (operands !== undefined) return { kind: 'joined', sign, ...span, operands };
  }
  return undefined;
}

function operatorsOf(parser: Reading, from: number, to: number): Operator[] {
  const found: Operator[] = [];
  for (const at of parser.top(from, to)) {
    const token = parser.tokens[at];
    if (token !== undefined && at > from && isOperator(token, parser)) found.push({ at, text: token.text });
    else if (token?.text === 'lambda' && parser.language.hasIfElse) found.push({ at, text: 'lambda' });
  }
  return found;
}

function isOperator({ kind, text }: Token, { language }: Reading): boolean {
  if (kind === 'name') {
    if (language.hasIfElse && /^(?:if|else|or|and|for|in|not|is|lambda)$/.test(text)) return true;
    return text === 'instanceof';
  }
  return (
    kind === 'sign' &&
    (JOINING.has(text) ||
      COMPARING.has(text) ||
      text === '?' ||
      text === ':' ||
      language.or.has(text) ||
      language.and.has(text))
  );
}

/** `a ? b : c`, `b if a else c`: the values that it may have. */
function conditional(
  parser: Reading,
  found: readonly Operator[],
  { from, to }: { from: number; to: number },
  read: (start: number, end: number) => Expression,
): Expression[] | undefined {
  const test = found.findIndex(({ text }) => text === (parser.language.hasIfElse ? 'if' : '?'));
  const first = found[test];
  if (first === undefined) return undefined;
  const second = found[otherwise(found, test)];
  if (parser.language.hasIfElse)
    return [read(from, first.at), ...(second === undefined ? [] : [read(second.at + 1, to)])];
  if (second === undefined) return [read(first.at + 1, to)];
  return [read(first.at + 1, second.at), read(second.at + 1, to)];
}

/** The `:` or `else` that belongs to a test. */
function otherwise(found: readonly Operator[], test: number): number {
  let open = 0;
  for (let at = test; at < found.length; at += 1) {
    const text = found[at]?.text;
    if (text === '?' || text === 'if') open += 1;
    if (text === ':' || text === 'else') open -= 1;
    if (open === 0) return at;
  }
  return -1;
}

function cutAt(
  found: readonly Operator[],
  isOne: (text: string) => boolean,
  { from, to }: { from: number; to: number },
  read: (start: number, end: number) => Expression,
): Expression[] | undefined {
  const cuts = found.filter(({ text }) => isOne(text));
  if (cuts.length === 0) return undefined;
  const starts = [from, ...cuts.map(({ at }) => at + 1)];
  return starts.map((start, index) => read(start, cuts[index]?.at ?? to));
}

/** True where a line goes on behind its break: the next begins with an operator. */
export function goesOn(token: Token | undefined): boolean {
  return isSign(token, '.', '?.', '+', '?', ':', '||', '??', '&&', '?:');
}
