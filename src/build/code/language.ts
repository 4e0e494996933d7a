import type { Syntax } from './syntax.ts';
import { GROOVY, JAVASCRIPT, PYTHON, TERRAFORM } from './syntaxes.ts';

/** What programs of a language family mean by the same tokens. */
export interface Language {
  syntax: Syntax;
  /** Names that join like signs: `a or b`. */
  or: ReadonlySet<string>;
  and: ReadonlySet<string>;
  /** `b if a else c`. */
  hasIfElse: boolean;
  /** Strings one behind the other are one. */
  joinsStrings: boolean;
  /** A name in front of `:` or `=` in a map is text. */
  hasPlainKeys: boolean;
  /** Signs between a key and its value. */
  pair: readonly string[];
  /** `[a: b]` is a map, `sh 'x'` a call. */
  isGroovy: boolean;
  /** What is indented under a `def` belongs to it, not what stands in braces. */
  scopesByIndent: boolean;
  /** Words that stand in front of a value and change nothing. */
  prefixes: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const COMMON = {
  hasIfElse: false,
  joinsStrings: false,
  hasPlainKeys: true,
  isGroovy: false,
  scopesByIndent: false,
};

export const LANGUAGES = {
  javascript: {
    ...COMMON,
    syntax: JAVASCRIPT,
    or: words('|| ??'),
    and: words('&&'),
    pair: [':'],
    prefixes: words('await new async return yield'),
  },
  python: {
    ...COMMON,
    syntax: PYTHON,
    or: words('or'),
    and: words('and'),
    hasIfElse: true,
    joinsStrings: true,
    hasPlainKeys: false,
    pair: [':'],
    scopesByIndent: true,
    prefixes: words('await return yield'),
  },
  terraform: {
    ...COMMON,
    syntax: TERRAFORM,
    or: words('||'),
    and: words('&&'),
    pair: ['=', ':'],
    prefixes: words(''),
  },
  groovy: {
    ...COMMON,
    syntax: GROOVY,
    or: words('|| ?:'),
    and: words('&&'),
    pair: [':'],
    isGroovy: true,
    prefixes: words('new return'),
  },
} satisfies Record<string, Language>;
