/**
 * Control characters, invisible ones, those that turn the direction of text, halves of pairs and what is no character:
 * they could fake what is shown, or spoil the format that they stand in.
 */
export const UNSAFE =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}\p{Surrogate}]/gu;

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

/** Pairs stay whole: what takes two units mostly takes two columns as well. */
function pieces(word: string, width: number): string[] {
  const all: string[] = [];
  for (let rest = word; rest.length > 0; ) {
    const piece = head(rest, Math.max(2, width));
    all.push(piece);
    rest = rest.slice(piece.length);
  }
  return all.length === 0 ? [''] : all;
}

/** The first `length` units of a text, or one less where that would halve a pair. */
export function head(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** The last `length` units of a text, or one less where that would halve a pair. */
export function tail(text: string, length: number): string {
  return length <= 0 ? '' : text.slice(-length).replace(/^[\uDC00-\uDFFF]/, '');
}

const LONGEST = 200;

/** The beginning of a text that is only to be recognised. */
export function shorten(text: string, longest = LONGEST): string {
  return text.length <= longest ? text : `${head(text, longest - 1)}…`;
}

/** The beginning of a text from a foreign file, made plain: however long it is, little of it is looked at. */
export function brief(text: string, longest = LONGEST): string {
  return shorten(plain(head(text, longest + 1)), longest);
}
