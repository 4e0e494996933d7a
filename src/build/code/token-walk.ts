import type { Budget } from './budget.ts';
import type { Expression, Item } from './expression.ts';
import type { Language } from './language.ts';
import { behind, type Token } from './token.ts';

/** The tokens of a program, as those who read expressions walk over them. */
export class TokenWalk {
  readonly tokens: readonly Token[];
  readonly language: Language;
  readonly budget: Budget;

  constructor(tokens: readonly Token[], language: Language, budget: Budget) {
    this.tokens = tokens;
    this.language = language;
    this.budget = budget;
  }

  /** The span of tokens. */
  span(from: number, to: number): { start: number; end: number } {
    const start = this.tokens[from]?.start ?? this.tokens.at(-1)?.end ?? 0;
    return {
      start,
      end: Math.max(start, this.tokens[Math.max(from, Math.min(to, this.tokens.length) - 1)]?.end ?? start),
    };
  }

  other(from: number, to: number): Expression {
    return { kind: 'other', ...this.span(from, to) };
  }

  /** Without line breaks at either end. */
  trimmed(from: number, to: number): [number, number] {
    let start = from;
    let end = to;
    while (start < end && this.tokens[start]?.kind === 'line') start += 1;
    while (end > start && this.tokens[end - 1]?.kind === 'line') end -= 1;
    return [start, end];
  }

  /** The indexes of tokens that stand in no group of their own. */
  *top(from: number, to: number): Generator<number> {
    for (let at = from; at < to && this.budget.spend(1); at = behind(this.tokens, at)) yield at;
  }

  /** What a group holds: the tokens behind its bracket, up to the closing one. */
  inside(open: number): [number, number] {
    return [open + 1, this.tokens[open]?.partner ?? this.tokens.length];
  }
}

/** What the readers of parts ask of the reader of the whole. */
export interface Reading extends TokenWalk {
  /** The expression that the tokens from one index to another are. */
  expression(from: number, to: number, depth?: number): Expression;
  /** The items of a group, cut at commas; in blocks without commas at line breaks. */
  items(open: number, depth: number): Item[];
  /** The items that the tokens from one index to another are. */
  itemsOf(from: number, to: number, depth: number): Item[];
}
