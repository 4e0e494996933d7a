/** How a string goes on and ends. */
export interface StringStyle {
  close: string;
  /** What begins an expression in it. */
  holes: readonly string[];
  /** The first character of a hole, twice, begins none. */
  doubled?: true;
  /** `$name.name` is an expression too. */
  names?: true;
  /** `kept`: a backslash stays, and guards what follows; `none`: it is a character like others. */
  escapes: 'replaced' | 'kept' | 'none';
  /** It may go over several lines. */
  lines: boolean;
  /** It is a regular expression, with `[…]` in which it does not end. */
  pattern?: true;
  /** A line that ends it, where it begins behind a line break. */
  until?: RegExp;
}

/**
 * A piece of program text. A string is an `open` and a `close`, between them `text` and, for each expression in it, an
 * `open`, tokens, a `close`. Comments and blanks are none.
 */
export interface Token {
  kind: 'name' | 'number' | 'sign' | 'text' | 'open' | 'close' | 'line';
  /** As it is written. */
  text: string;
  start: number;
  end: number;
  /** Of an `open` or `close`: the index of the other one; absent where there is none. */
  partner?: number;
  /** Of a string's beginning, and of its texts. */
  style?: StringStyle;
}

/** The index behind a token, or behind the group that it opens. */
export function behind(tokens: readonly Token[], at: number): number {
  const token = tokens[at];
  return token?.kind === 'open' ? (token.partner ?? tokens.length) + 1 : at + 1;
}

/** True for a sign or a bracket that is written so. */
export function isSign(token: Token | undefined, ...texts: readonly string[]): boolean {
  return (
    token !== undefined &&
    (token.kind === 'sign' || token.kind === 'open' || token.kind === 'close') &&
    token.style === undefined &&
    texts.includes(token.text)
  );
}
