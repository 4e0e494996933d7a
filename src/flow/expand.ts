import { parseWord, type WordPart } from '../dockerfile/word-parts.ts';
import type { Scope } from './scope.ts';

/** Variables can hold each other twice over. */
const LONGEST = 4096;

/**
 * What the builder makes of a word, as far as the file tells: build arguments at their defaults, unknown ones as
 * they are written.
 */
export function expandWord(word: string, escape: string, scope: Scope): string {
  return expandParts(parseWord(word, escape), scope);
}

/** The same of a word that is parsed. */
export function expandParts(parts: readonly WordPart[], scope: Scope): string {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.value;
    else text += expandVariable(part, scope);
    if (text.length > LONGEST) return text.slice(0, LONGEST);
  }
  return text;
}

function expandVariable(part: Extract<WordPart, { kind: 'variable' }>, scope: Scope): string {
  const { name, operator = '', operand } = part;
  const known = scope.find(name)?.text;
  if (/^:?\+$/.test(operator)) return scope.find(name) === undefined ? '' : expandParts(operand, scope);
  if (/^:?-$/.test(operator)) return known ?? expandParts(operand, scope);
  return operator === '' || /^:?\?$/.test(operator) ? (known ?? `$${name}`) : `$${name}`;
}
