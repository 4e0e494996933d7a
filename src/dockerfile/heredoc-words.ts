import { isSpace } from './blanks.ts';

const SIMPLE = /\$\{(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])\}/y;
const MODIFIER = /\$\{[A-Za-z_][A-Za-z0-9_]*(?::?[-+?]|##?|%%?|\/\/?)/y;
const BLANKS_AFTER_MARK = /<<[\t\r ]*/y;

/**
 * The words of an instruction's line among which BuildKit looks for heredocs, quotes and escapes kept. They are not
 * a shell's words: `<<` takes the blanks after it along, and `\` is the escape character whatever the escape
 * directive says. Undefined where BuildKit's lexer gives up (an open quote, `${x,,}`), and with it on heredocs.
 * (shell/lex.go, heredocsFromLine of parser.go)
 */
export function heredocWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < line.length; ) {
    const character = line.charAt(at);
    if (isSpace(character)) {
      if (word !== '') words.push(word);
      word = '';
      at += 1;
      continue;
    }
    const end = pieceEnd(line, at);
    if (end === undefined) return undefined;
    const piece = line.slice(at, end);
    // An expansion with a modifier starts the lexer's word buffer anew.
    word = isModified(piece) ? '' : word + piece;
    at = end;
  }
  return word === '' ? words : [...words, word];
}

/** Where the piece of a word that starts at `at` ends: a quoted string, an escaped character, an expansion. */
function pieceEnd(line: string, at: number): number | undefined {
  const character = line.charAt(at);
  if (character === "'") return after(line.indexOf("'", at + 1));
  if (character === '"') return doubleQuoteEnd(line, at);
  if (character === '\\') return Math.min(at + 2, line.length);
  if (character === '$') return expansionEnd(line, at);
  BLANKS_AFTER_MARK.lastIndex = at;
  return BLANKS_AFTER_MARK.test(line) ? BLANKS_AFTER_MARK.lastIndex : at + 1;
}

function doubleQuoteEnd(line: string, start: number): number | undefined {
  for (let at = start + 1; at < line.length; ) {
    const character = line.charAt(at);
    if (character === '"') return at + 1;
    const end = character === '\\' ? at + 2 : character === '$' ? expansionEnd(line, at) : at + 1;
    if (end === undefined) return undefined;
    at = end;
  }
  return undefined;
}

function expansionEnd(line: string, at: number): number | undefined {
  if (line.charAt(at + 1) !== '{') return at + 1;
  SIMPLE.lastIndex = at;
  if (SIMPLE.test(line)) return SIMPLE.lastIndex;
  MODIFIER.lastIndex = at;
  return MODIFIER.test(line) ? after(line.indexOf('}', MODIFIER.lastIndex)) : undefined;
}

function isModified(piece: string): boolean {
  MODIFIER.lastIndex = 0;
  return MODIFIER.test(piece);
}

function after(index: number): number | undefined {
  return index === -1 ? undefined : index + 1;
}
