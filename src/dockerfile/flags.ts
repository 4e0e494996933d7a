import { isSpace } from './blanks.ts';
import type { Flag } from './instruction.ts';
import type { MappedText } from './mapped-text.ts';

/**
 * Splits the `--name=value` words off the front of an instruction's arguments. Quotes group, the
 * escape character takes the next one as it is, in any quotes. A lone `--` ends the flags. (BuildKit: split_command.go)
 */
export function splitFlags(args: MappedText, escape: string): { flags: Flag[]; rest: MappedText } {
  const flags: Flag[] = [];
  let at = skipBlanks(args.text, 0);
  while (args.text.startsWith('--', at)) {
    const { word, end } = readWord(args.text, at, escape);
    if (word === '--') return { flags, rest: args.slice(skipBlanks(args.text, end)) };
    flags.push(toFlag(word, args.span(at, end)));
    at = skipBlanks(args.text, end);
  }
  return { flags, rest: args.slice(at) };
}

function toFlag(word: string, span: Flag['span']): Flag {
  const equals = word.indexOf('=');
  if (equals === -1) return { name: word.slice(2), span };
  return { name: word.slice(2, equals), value: word.slice(equals + 1), span };
}

function readWord(text: string, start: number, escape: string): { word: string; end: number } {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) quote = '';
    else if (quote === '' && isSpace(character)) break;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === escape) word += text.charAt(++at);
    else word += character;
  }
  return { word, end: Math.min(at, text.length) };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charAt(at))) at += 1;
  return at;
}
