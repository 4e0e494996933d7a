import { isSpace } from './blanks.ts';
import type { MappedText } from './mapped-text.ts';

/**
 * Splits at blanks outside quotes; quotes and escapes stay in the words. Follows `parseWords` of BuildKit's
 * line_parsers.go: within double quotes the escape character protects a quote, within single quotes nothing does.
 */
export function splitWords(args: MappedText, escape: string): MappedText[] {
  const words: MappedText[] = [];
  let start = -1;
  let quote = '';
  for (let at = 0; at < args.length; at += 1) {
    const character = args.text.charAt(at);
    if (quote === '' && isSpace(character)) {
      if (start !== -1) words.push(args.slice(start, at));
      start = -1;
      continue;
    }
    if (start === -1) start = at;
    if (character === escape && quote !== "'") at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  if (start !== -1) words.push(args.slice(start));
  return words;
}
