import type { StringStyle, Token } from './token.ts';

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
