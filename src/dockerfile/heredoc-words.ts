import { append } from '../config/append.ts';
import { isSpace } from './blanks.ts';

const SIMPLE = /\$\{(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])\}/y;
const MODIFIED = /\$\{[A-Za-z_][A-Za-z0-9_]*(:(?![#%/])|[-+?]|##?|%%?|\/\/?[^/}]*\/)/y;
const DEFAULT = /^\$\{\w+:?-(.*)\}$/s;
const DEEPEST = 100;
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
    at = end;
    if (!isModified(piece)) {
      word += piece;
      continue;
    }
    // An expansion with a modifier starts the lexer's word buffer anew, and its default is split into words.
    const inner = heredocWords(DEFAULT.exec(piece)?.[1] ?? '');
    if (inner === undefined) return undefined;
    append(words, inner.slice(0, -1));
    word = inner.at(-1) ?? '';
  }
  return word === '' ? words : [...words, word];
}

/** Where the piece of a word that starts at `at` ends: a quoted string, an escaped character, an expansion. */
function pieceEnd(line: string, at: number, depth = 0): number | undefined {
  const character = line.charAt(at);
  if (character === "'") return after(line.indexOf("'", at + 1));
  if (character === '"') return doubleQuoteEnd(line, at, depth);
  if (character === '\\') return Math.min(at + 2, line.length);
  if (character === '$') return expansionEnd(line, at, depth);
  BLANKS_AFTER_MARK.lastIndex = at;
  return BLANKS_AFTER_MARK.test(line) ? BLANKS_AFTER_MARK.lastIndex : at + 1;
}

function doubleQuoteEnd(line: string, start: number, depth: number): number | undefined {
  for (let at: number | undefined = start + 1; at !== undefined && at < line.length; ) {
    const character = line.charAt(at);
    if (character === '"') return at + 1;
    at = character === '\\' ? at + 2 : character === '$' ? expansionEnd(line, at, depth) : at + 1;
  }
  return undefined;
}

function expansionEnd(line: string, start: number, depth: number): number | undefined {
  if (line.charAt(start + 1) !== '{') return start + 1;
  SIMPLE.lastIndex = start;
  if (SIMPLE.test(line)) return SIMPLE.lastIndex;
  MODIFIED.lastIndex = start;
  if (!MODIFIED.test(line) || depth > DEEPEST) return undefined;
  for (let at: number | undefined = MODIFIED.lastIndex; at !== undefined && at < line.length; ) {
    if (line.charAt(at) === '}') return at + 1;
    at = pieceEnd(line, at, depth + 1);
  }
  return undefined;
}

function isModified(piece: string): boolean {
  MODIFIED.lastIndex = 0;
  return MODIFIED.test(piece);
}

function after(index: number): number | undefined {
  return index === -1 ? undefined : index + 1;
}
