/**
 * The three kinds of blank that BuildKit's parser knows; they differ, and the differences decide what is an
 * instruction. `GO_SPACE` is Go's unicode.IsSpace, which JavaScript's `\s` is not: it has U+0085 and lacks U+FEFF.
 */
export const GO_SPACE = '\\t\\n\\v\\f\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000';

const SPACE = new RegExp(`[${GO_SPACE}]`);
const LEADING = new RegExp(`^[${GO_SPACE}]+`);
const TRAILING = new RegExp(`[${GO_SPACE}]$`);

/** Splits a keyword from its arguments, and arguments that are not quoted from each other. */
export const SEPARATOR = /[\t\v\f\r ]+/;

export function isSpace(character: string): boolean {
  return SPACE.test(character);
}

/** How many blanks `text` starts with. */
export function leadingSpace(text: string): number {
  return LEADING.exec(text)?.[0].length ?? 0;
}

/** The length of `text` without the blanks at its end. */
export function trimmedLength(text: string): number {
  let length = text.length;
  while (length > 0 && TRAILING.test(text.charAt(length - 1))) length -= 1;
  return length;
}
