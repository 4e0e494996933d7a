import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { StringStyle, Token } from './token.ts';

const ESCAPE =
  /\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(\r?\n)|([\s\S]))|\{\{|\}\}|([$%])\7(?=\{)/g;
const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};

/** What neither ends a string, nor begins an expression, nor escapes. */
const PLAIN = /[^\\\n$%"'`{}/[\]]+/y;

/** What a `text` token means, escapes replaced, every character with its place. */
export function textOfToken({ text, start, style }: Token): MappedText {
  if (style === undefined || (style.escapes !== 'replaced' && style.doubled !== true))
    return MappedText.of(text, start);
  const pieces: MappedText[] = [];
  let done = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const meant = meaning(match, style.escapes === 'replaced', style.doubled === true ? style.holes : []);
    if (meant === undefined) continue;
    pieces.push(MappedText.of(text.slice(done, match.index), start + done));
    pieces.push(MappedText.of(meant, start + match.index + (match[0].length - meant.length)));
    done = match.index + match[0].length;
  }
  pieces.push(MappedText.of(text.slice(done), start + done));
  return MappedText.join(pieces);
}

/** What an escape stands for; undefined where it is none in such a string. */
function meaning(match: RegExpMatchArray, isReplaced: boolean, holes: readonly string[]): string | undefined {
  const [whole, braces, short, long, hex, line, other] = match;
  if (!whole.startsWith('\\')) {
    const first = whole.charAt(0);
    return holes.some((hole) => hole.startsWith(first === '}' ? '{' : first)) ? first : undefined;
  }
  if (!isReplaced) return undefined;
  const code = braces ?? short ?? long ?? hex;
  if (code !== undefined) {
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '?';
  }
  return line === undefined ? (NAMED[other ?? ''] ?? other ?? '') : '';
}

/** How much of a string is text for sure, from an index on at which it neither ends nor an expression begins. */
export function plainLength(text: string, at: number, { escapes, doubled, holes }: StringStyle): number {
  const first = text.charAt(at);
  if (first === '\\' && escapes !== 'none') return text.startsWith('\r\n', at + 1) ? 3 : 2;
  if (doubled === true && first === '{' && holes.includes('{')) return 2;
  if (doubled === true && holes.includes('${') && /^([$%])\1\{$/.test(text.slice(at, at + 3))) return 3;
  PLAIN.lastIndex = at;
  return PLAIN.exec(text)?.[0].length ?? 1;
}
