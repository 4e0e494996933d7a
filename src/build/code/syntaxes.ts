import { mayBeginPattern, type StringStart, type Syntax } from './syntax.ts';
import type { StringStyle } from './token.ts';

const NAME = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const SLASHES = /\/\/[^\n]*/y;
const HASH = /#[^\n]*/y;

const plain = (close: string): StringStyle => ({ close, escapes: 'replaced', lines: false, holes: [] });
const PATTERN: StringStyle = { close: '/', escapes: 'kept', lines: false, pattern: true, holes: [] };
const TEMPLATE: StringStyle = { close: '`', escapes: 'replaced', lines: true, holes: ['${'] };

/** JavaScript and TypeScript (ECMA-262, 12). */
export const JAVASCRIPT: Syntax = {
  lineComment: SLASHES,
  hasBlockComments: true,
  name: NAME,
  joining: ['(', '['],
  stringAt(text, at, before) {
    const first = text.charAt(at);
    if (first === '"' || first === "'") return { style: plain(first), length: 1 };
    if (first === '`') return { style: TEMPLATE, length: 1 };
    return first === '/' && mayBeginPattern(before) ? { style: PATTERN, length: 1 } : undefined;
  },
};

const PREFIXED = /([A-Za-z]{0,2})("""|'''|"|')/y;

/** Python and Starlark (Python reference, 2.4). */
export const PYTHON: Syntax = {
  lineComment: HASH,
  hasBlockComments: false,
  name: NAME,
  joining: ['(', '[', '{'],
  stringAt(text, at) {
    PREFIXED.lastIndex = at;
    const found = PREFIXED.exec(text);
    if (found === null || !/^(?:[rbuft]|[rR][bft]|[bft][rR])?$/i.test(found[1] ?? '')) return undefined;
    const [whole, prefix = '', close = ''] = found;
    const style: StringStyle = {
      close,
      escapes: /r/i.test(prefix) ? 'kept' : 'replaced',
      lines: close.length === 3,
      holes: /[ft]/i.test(prefix) ? ['{'] : [],
      doubled: true,
    };
    return { style, length: whole.length };
  },
};

const INTERPOLATION = { holes: ['${', '%{'], doubled: true } as const;
const HEREDOC = /<<[-~]?([A-Za-z_][\w-]*)[ \t]*\r?\n/y;

function heredocAt(text: string, at: number): StringStart | undefined {
  HEREDOC.lastIndex = at;
  const found = HEREDOC.exec(text);
  if (found === null) return undefined;
  const until = new RegExp(`[ \\t]*${found[1] ?? ''}[ \\t]*(?=\\r?\\n|$)`, 'y');
  return {
    style: { close: '', until, escapes: 'none', lines: true, ...INTERPOLATION },
    length: found[0].length,
  };
}

/** Terraform (HCL native syntax specification). */
export const TERRAFORM: Syntax = {
  lineComment: /(?:#|\/\/)[^\n]*/y,
  hasBlockComments: true,
  name: /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*/y,
  joining: ['(', '['],
  stringAt(text, at) {
    const first = text.charAt(at);
    if (first === '"') return { style: { ...plain('"'), ...INTERPOLATION }, length: 1 };
    return first === '<' ? heredocAt(text, at) : undefined;
  },
};

const GSTRING = { holes: ['${'], names: true } as const;

/** Groovy (Groovy documentation, Syntax, 4). */
export const GROOVY: Syntax = {
  lineComment: SLASHES,
  hasBlockComments: true,
  name: NAME,
  joining: ['(', '['],
  stringAt(text, at, before) {
    const quote = /^(?:"""|'''|"|')/.exec(text.slice(at, at + 3))?.[0];
    if (quote !== undefined) {
      const style = { ...plain(quote), lines: quote.length === 3 };
      return {
        style: quote.startsWith('"') ? { ...style, ...GSTRING } : style,
        length: quote.length,
      };
    }
    if (text.startsWith('$/', at))
      return { style: { close: '/$', escapes: 'none', lines: true, ...GSTRING }, length: 2 };
    return text.charAt(at) === '/' && mayBeginPattern(before)
      ? { style: { close: '/', escapes: 'kept', lines: false, ...GSTRING }, length: 1 }
      : undefined;
  },
};
