import type { SourceText } from '../../dockerfile/source-text.ts';
import type { Language } from './language.ts';
import { isSign, type Token } from './token.ts';

/** The tokens in which a name means the same: a block's, a function's, the file's. */
export interface Scope {
  from: number;
  to: number;
}

/** Follows the tokens of a program and knows the scope of each. */
export class ScopeWalk {
  readonly #source: SourceText;
  readonly #tokens: readonly Token[];
  readonly #language: Language;
  readonly #open: (Scope & { column: number })[];
  /** The brackets that are open here. */
  readonly brackets: Token[] = [];

  constructor(source: SourceText, tokens: readonly Token[], language: Language) {
    this.#source = source;
    this.#tokens = tokens;
    this.#language = language;
    this.#open = [{ from: -1, to: tokens.length, column: -1 }];
  }

  get scope(): Scope {
    return this.#open.at(-1) ?? { from: -1, to: this.#tokens.length };
  }

  /** Goes to a token; they have to be visited one by one. */
  visit(at: number): void {
    const token = this.#tokens[at];
    if (token === undefined) return;
    if (token.kind === 'close' && token.partner !== undefined) {
      while (this.brackets.length > 0 && this.brackets.at(-1) !== this.#tokens[token.partner])
        this.brackets.pop();
      this.brackets.pop();
    }
    if (this.#language.scopesByIndent) this.#visitLine(at, token);
    else this.#visitBrace(at, token);
    if (token.kind === 'open') this.brackets.push(token);
  }

  #visitBrace(at: number, token: Token): void {
    if (isSign(token, '{') && token.kind === 'open')
      this.#open.push({ from: at, to: token.partner ?? this.#tokens.length, column: 0 });
    while (this.#open.length > 1 && this.scope.to <= at) this.#open.pop();
  }

  #visitLine(at: number, token: Token): void {
    const before = this.#tokens[at - 1];
    if (token.kind === 'line' || (before !== undefined && before.kind !== 'line')) return;
    const column = token.start - (this.#source.text.lastIndexOf('\n', token.start - 1) + 1);
    while (this.#open.length > 1 && column <= (this.#open.at(-1)?.column ?? 0)) {
      const ended = this.#open.pop();
      if (ended !== undefined) ended.to = at;
    }
    const isFunction =
      token.text === 'def' || (token.text === 'async' && this.#tokens[at + 1]?.text === 'def');
    if (isFunction) this.#open.push({ from: at, to: this.#tokens.length, column });
  }
}
