import type { Token } from './token.ts';

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

export interface StringStart {
  style: StringStyle;
  length: number;
}

/** What the tokens of a language family look like. All patterns are sticky. */
export interface Syntax {
  lineComment: RegExp;
  hasBlockComments: boolean;
  name: RegExp;
  /** Brackets in which a line break is a blank. */
  joining: readonly string[];
  stringAt(text: string, at: number, before: Token | undefined): StringStart | undefined;
}

/** True where a slash begins a pattern, not a division: behind what no value ends with. */
export function mayBeginPattern(before: Token | undefined): boolean {
  if (before === undefined || before.kind === 'line' || before.kind === 'open') return true;
  if (before.kind === 'name')
    return /^(?:return|typeof|case|in|of|do|else|void|delete|throw|await|yield)$/.test(before.text);
  return before.kind === 'sign' && !/^(?:<|\+\+|--|\)|\])$/.test(before.text);
}
