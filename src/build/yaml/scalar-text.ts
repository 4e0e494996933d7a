import { MappedText } from '../../dockerfile/mapped-text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

/**
 * The places of a scalar's characters, when quotes, indentation, folding and escapes were taken away.
 *
 * @param value what the scalar means
 * @param raw how it is written
 * @param offset of `raw` in the file
 */
export function mapScalar(value: string, raw: string, offset: number): MappedText {
  const isSingle = raw.startsWith("'");
  const pieces: MappedText[] = [];
  let from = 0;
  let at = bodyStart(raw);
  let first = at;
  const flush = (to: number): void => {
    if (to > from) pieces.push(MappedText.of(value.slice(from, to), offset + first));
    from = to;
  };
  for (let index = 0; index < value.length; index += 1) {
    const next = placeOf(value.charAt(index), raw, at, isSingle);
    if (next.start !== at || next.length !== 1) {
      flush(index);
      first = next.start;
    }
    if (next.length !== 1) {
      flush(index + 1);
      first = next.start + next.length;
    }
    at = next.start + next.length;
  }
  flush(value.length);
  return pieces.length === 0
    ? MappedText.of('', offset + Math.min(bodyStart(raw), raw.length))
    : MappedText.join(pieces);
}

/** Behind the quote, or the header of a block: `|-`. */
function bodyStart(raw: string): number {
  const header = /^[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n/.exec(raw)?.[0];
  return header?.length ?? (/^["']/.test(raw) ? 1 : 0);
}

/** Where the next character of a value stands, from `at` on. */
function placeOf(
  character: string,
  raw: string,
  at: number,
  isSingle: boolean,
): { start: number; length: number } {
  let start = at;
  while (start < raw.length) {
    const here = raw.charAt(start);
    if (here === '\\' && raw.charAt(start + 1) !== '' && ESCAPES[raw.charAt(start + 1)] === character)
      return { start, length: 2 };
    if (here === character)
      return { start, length: isSingle && here === "'" && raw.charAt(start + 1) === "'" ? 2 : 1 };
    if (character === ' ' && (here === '\n' || here === '\r')) return { start, length: 1 };
    if (!/[\s\\]/.test(here)) break;
    start += 1;
  }
  return { start: Math.min(at, Math.max(0, raw.length - 1)), length: 1 };
}
