import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { Span } from '../../dockerfile/source-text.ts';

/** What a stretch of a program says, as far as values are made of it. */
export type Expression = Span &
  (
    | { kind: 'text'; pieces: readonly (MappedText | Expression)[] }
    /** Numbers and truth values, as they are written. */
    | { kind: 'number'; text: string }
    /** `index` is that of its token: what it stands for depends on where it stands. */
    | { kind: 'name'; name: string; index: number }
    /** The name is absent where it is not written as text. */
    | { kind: 'member'; of: Expression; name?: string }
    | { kind: 'call'; callee: Expression; items: readonly Item[] }
    | { kind: 'list'; items: readonly Item[] }
    | { kind: 'map'; items: readonly Item[] }
    /** `a + b`, `a / b`, `a % b`, `a | b`. */
    | { kind: 'joined'; sign: string; operands: readonly Expression[] }
    /** One of them: `a ? b : c`, `a || b`. */
    | { kind: 'choice'; options: readonly Expression[] }
    | { kind: 'other' }
  );

export type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** An argument of a call, an item of a list, a pair of a map. */
export interface Item extends Span {
  /** Of a keyword argument or a pair, where it is written as text. */
  name?: string;
  /** Of a pair, where it is not. */
  key?: Expression;
  value: Expression;
  /** Its items stand here. */
  spread?: true;
}

/** The names of `a.b["c"].d()`, calls left out; undefined where it does not begin with a name. */
export function pathOf(expression: Expression, depth = 0): string[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (depth > 64) return undefined;
  if (expression.kind === 'call') return pathOf(expression.callee, depth + 1);
  if (expression.kind !== 'member') return undefined;
  const base = pathOf(expression.of, depth + 1);
  return base && expression.name !== undefined ? [...base, expression.name] : base;
}

/** The name that `a.b.c` begins with. */
export function rootOf(expression: Expression): Of<'name'> | undefined {
  let at = expression;
  for (let depth = 0; at.kind === 'member' && depth < 64; depth += 1) at = at.of;
  return at.kind === 'name' ? at : undefined;
}

/** The dotted path of an expression: `client.images.build`; empty where it has none. */
export function dotted(expression: Expression): string {
  return pathOf(expression)?.join('.') ?? '';
}

/** What an expression that is not known may be called in a report: names that it is made of, never a text. */
export function spoken(expression: Expression): string {
  const path = dotted(expression).slice(0, 80);
  if (path !== '') return expression.kind === 'call' ? `${path}()` : path;
  return expression.kind === 'text' ? 'a text' : 'an expression';
}

/** The text of a string without expressions. */
export function plainString(expression: Expression | undefined): string | undefined {
  if (expression?.kind === 'number') return expression.text;
  if (expression?.kind !== 'text') return undefined;
  let whole = '';
  for (const piece of expression.pieces) {
    if ('kind' in piece) return undefined;
    whole += piece.text;
  }
  return whole;
}
