import { Budget } from './budget.ts';
import type { Expression, Item } from './expression.ts';
import type { Language } from './language.ts';
import { parseOperand } from './operand.ts';
import { parseOperators } from './operators.ts';
import { isSign, type Token } from './token.ts';
import { type Reading, TokenWalk } from './token-walk.ts';

/** Expressions within expressions; what is deeper is not known. */
const DEEPEST = 32;
/** Steps in one file: many times what any of a MiB takes that is not made to be slow. */
const MOST_STEPS = 1_500_000;

/** Reads expressions from the tokens of a program. */
export class Parser extends TokenWalk implements Reading {
  constructor(tokens: readonly Token[], language: Language, budget = new Budget(MOST_STEPS)) {
    super(tokens, language, budget);
  }

  expression(from: number, to: number, depth = 0): Expression {
    const [start, end] = this.trimmed(from, to);
    if (depth > DEEPEST || start >= end || !this.budget.spend(1)) return this.other(start, end);
    return (
      parseOperators(this, start, end, depth + 1) ??
      parseOperand(this, start, end, depth + 1) ??
      this.other(start, end)
    );
  }

  items(open: number, depth: number): Item[] {
    const cutsAtLines = this.language.pair.includes('=') && isSign(this.tokens[open], '{');
    return this.itemsOf(...this.inside(open), depth, cutsAtLines);
  }

  itemsOf(from: number, to: number, depth: number, cutsAtLines = false): Item[] {
    const items: Item[] = [];
    let start = from;
    const add = (end: number): void => {
      const [first, last] = this.trimmed(start, end);
      if (first < last) items.push(this.#item(first, last, depth));
    };
    for (const at of this.top(from, to)) {
      const token = this.tokens[at];
      if (!isSign(token, ',') && !(cutsAtLines && token?.kind === 'line')) continue;
      add(at);
      start = at + 1;
    }
    add(to);
    return items;
  }

  #item(from: number, to: number, depth: number): Item {
    const first = this.tokens[from];
    const span = this.span(from, to);
    if (isSign(first, '...', '**', '*', '*:') && to > from + 1)
      return { ...span, spread: true, value: this.expression(from + 1, to, depth) };
    const cut = this.#pairSign(from, to);
    if (cut === undefined) return this.#single(from, to, depth);
    const key = this.expression(from, cut, depth);
    const value = this.expression(cut + 1, to, depth);
    const isKeyword = isSign(this.tokens[cut], '=');
    const isPlain = isKeyword || this.language.hasPlainKeys;
    if (key.kind === 'name' && isPlain) return { ...span, name: key.name, value };
    const name = key.kind === 'text' || key.kind === 'number' ? plainKey(key) : undefined;
    return name === undefined ? { ...span, key: unwrapped(key), value } : { ...span, name, value };
  }

  /** An item without a key; `{ TOKEN }` and Terraform's `build { … }` have their name in them. */
  #single(from: number, to: number, depth: number): Item {
    const span = this.span(from, to);
    const first = this.tokens[from];
    const isBlock =
      this.language.pair.includes('=') && first?.kind === 'name' && isSign(this.tokens[to - 1], '}');
    const open = isBlock ? (this.tokens[to - 1]?.partner ?? from) : from;
    if (isBlock && open > from)
      return { ...span, name: first.text, value: { kind: 'map', ...span, items: this.items(open, depth) } };
    return { ...span, value: this.expression(from, to, depth) };
  }

  /** The index of the sign between a key and its value. */
  #pairSign(from: number, to: number): number | undefined {
    for (const at of this.top(from, Math.min(to, from + 4096))) {
      const token = this.tokens[at];
      if (isSign(token, '?', '=>') || (this.language.hasIfElse && token?.text === 'lambda')) return undefined;
      if (isSign(token, ...this.language.pair, '=')) return at;
    }
    return undefined;
  }
}

function plainKey(key: Expression): string | undefined {
  if (key.kind === 'number') return key.text;
  const [piece, ...rest] = key.kind === 'text' ? key.pieces : [];
  return piece === undefined || rest.length > 0 || 'kind' in piece ? undefined : piece.text;
}

/** `[KEY]: value`, `(KEY): value`. */
function unwrapped(key: Expression): Expression {
  const [only, ...rest] = key.kind === 'list' ? key.items : [];
  return only === undefined || rest.length > 0 ? key : only.value;
}
