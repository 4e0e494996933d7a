import type { MappedText } from '../../dockerfile/mapped-text.ts';

/**
 * The entries of an action's input, as Docker's toolkit reads them: one a line, or several between commas; one that
 * begins with a quote goes on to the next one, over lines and commas.
 *
 * @param atCommas whether commas part entries as well
 */
export function inputList(input: MappedText, atCommas: boolean): MappedText[] {
  const { text } = input;
  const entries: MappedText[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at + (/^[\s,]*/.exec(text.slice(at, at + MOST_BLANKS))?.[0].length ?? 0);
    const end = text.charAt(start) === '"' ? closing(text, start) : plainEnd(text, start, atCommas);
    const isQuoted = text.charAt(start) === '"';
    const entry = isQuoted ? input.slice(start + 1, end) : input.slice(start, end).trim();
    if (entry.text !== '' && !entry.text.startsWith('#')) entries.push(entry);
    at = Math.max(isQuoted ? end + 1 : end, at + 1);
  }
  return entries;
}

const MOST_BLANKS = 1000;

/** Two quotes are one in the value. */
function closing(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && (text.charAt(at) !== '"' || text.charAt(at + 1) === '"'))
    at += text.charAt(at) === '"' ? 2 : 1;
  return Math.min(at, text.length);
}

function plainEnd(text: string, start: number, atCommas: boolean): number {
  const line = text.indexOf('\n', start);
  const comma = atCommas ? text.indexOf(',', start) : -1;
  const ends = [line, comma].filter((end) => end !== -1);
  return ends.length === 0 ? text.length : Math.min(...ends);
}
