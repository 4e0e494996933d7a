/**
 * Control characters, invisible ones, those that turn the direction of text, halves of pairs and what is no character:
 * they could fake what is shown, or spoil the format that they stand in.
 */
export const UNSAFE =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}\p{Surrogate}]/gu;

/** `##[…]`, `##vso[…]`, `##teamcity[…]`: CI runners obey them wherever they stand in a line of the log. */
export const LOG_COMMAND = /##(?=\w*\[)/g;

/** Text from foreign files, fit for a terminal: what could steer it is written out. */
export function plain(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\t') return ' ';
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Breaks into lines of at most `width` columns, at blanks where there are any; lines after the first are indented. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

function pieces(word: string, width: number): string[] {
  return word.length <= width ? [word] : (word.match(new RegExp(`.{1,${Math.max(1, width)}}`, 'gsu')) ?? []);
}

const LONGEST = 200;

/** The beginning of a text that is only to be recognised. */
export function shorten(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
