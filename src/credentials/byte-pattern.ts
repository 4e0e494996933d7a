const BLANKS = ' \\t-\\r';
const OTHERS = '\\0-\\x08\\x0e-\\x1f\\x21-\\xff';

/**
 * The source of a pattern for text in which each character is a byte of UTF-8. There, `\s` takes the blanks of ASCII
 * alone: the byte 0xA0, elsewhere a blank, is the second half of `à`.
 */
export function bytePattern(source: string): string {
  let isClass = false;
  return source.replace(/\\[\s\S]|[[\]]/g, (piece) => {
    if (piece === '[') isClass = true;
    else if (piece === ']') isClass = false;
    else if (piece === '\\s') return isClass ? BLANKS : `[${BLANKS}]`;
    else if (piece === '\\S') return isClass ? OTHERS : `[^${BLANKS}]`;
    return piece;
  });
}
