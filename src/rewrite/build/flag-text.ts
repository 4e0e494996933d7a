import type { FilePlace, GivenArgument } from '../../build/build-path.ts';
import type { SourceText, Span } from '../../dockerfile/source-text.ts';

/** A build argument as it is written on a command line. */
export interface FlagText extends Span {
  source: SourceText;
  /** `NAME=value`, `"NAME=value"`. */
  word: string;
  /** Of an assignment: `value`, `"value"`; absent for a name alone. */
  value?: string;
}

/** Quotes of a shell, also where JSON or YAML around them asks for more. */
const QUOTE = String.raw`\\?"|''|'`;
const FLAG = new RegExp(
  String.raw`^(${QUOTE})?--(?:build-arg|secret-build-arg|opt)(?:=|(${QUOTE})?(?:\s|[\\^${'`'}]\r?\n)+)([\s\S]+)$`,
);
/** A value within a longer text: up to a blank, a quote or a bracket that is not its own. */
const VALUE = String.raw`(?:\$\{[^{}\s]*\}|\$\([^()\s]*\)|[^\s"'${'`'}\\(){}])*`;

/** How far a text is looked at for the quotes behind a word. */
const NEAR = 8;

/**
 * Finds the words of a build argument; undefined where they are not written in one piece, and once.
 *
 * @param words that stand on command lines themselves: no other command gets its own from there
 */
export function flagText(
  argument: GivenArgument,
  here: SourceText,
  words: readonly FilePlace[] = [],
): FlagText | undefined {
  const { name } = argument;
  if (argument.flag === undefined) return undefined;
  const { source, start, end } = argument.flag;
  const others = words.filter((one) => one.source !== source || one.start !== start || one.end !== end);
  const flag = withEscaped(argument.flag);
  if (wholeFlag(flag, name) !== undefined) return wholeFlag(withClosed(flag), name);
  return innerFlag(flag, name) ?? innerFlag(wholeOf(here), name, others);
}

/** A quote that JSON or YAML escapes is one character of the shell's, and two of the file's. */
function withEscaped(place: FilePlace): FilePlace {
  const { source, start, end } = place;
  const text = source.text.slice(start, end + 1);
  const isCut = /\\"$/.test(text) || (/''[^']/.test(text) && /[^']''$/.test(text));
  return isCut ? { ...place, end: end + 1 } : place;
}

const QUOTES_BEHIND = /^(?:\\?["'])*/;

/**
 * The words of ssh are joined before they are a script: what closes a quote there is in no word. The place ends behind it,
 * and is empty where the quotes behind it do not close those that are open.
 */
function withClosed(place: FilePlace): FilePlace {
  const { source, start } = place;
  const [behind = ''] = QUOTES_BEHIND.exec(source.text.slice(place.end, place.end + NEAR)) ?? [];
  for (let end = place.end; end <= place.end + behind.length; end += 1)
    if (isClosed(source.text.slice(start, end), source.path)) return { ...place, end };
  return { ...place, end: start };
}

/** Whether each quote has its other one: those that JSON or YAML around them escapes among their like. */
function isClosed(text: string, path: string): boolean {
  const quotes = /\.ya?ml$/.test(path) ? /\\["']|''|["']/g : /\\["']|["']/g;
  let open: string | undefined;
  for (const [quote] of text.matchAll(quotes))
    if (open === undefined) open = quote;
    else if (open === quote) open = undefined;
  return open === undefined && !text.endsWith('\\');
}

function wholeOf(source: SourceText): FilePlace {
  return { source, start: 0, end: source.text.length };
}

function wholeFlag({ source, start, end }: FilePlace, name: string): FlagText | undefined {
  const [, open, closed, rest = ''] = FLAG.exec(source.text.slice(start, end)) ?? [];
  const isOpen = open !== undefined && closed === undefined;
  const pair = new RegExp(`^(${QUOTE})?(?:build-arg:)?${name}(=([\\s\\S]*))?$`).exec(
    isOpen ? open + rest : rest,
  );
  if (pair === null) return undefined;
  const [, quote = '', equals, value = ''] = pair;
  const word = `${quote}${name}${equals ?? ''}`;
  return { source, start, end, word, ...(equals !== undefined && { value: quote + value }) };
}

/** The flag in a text of flags. */
function innerFlag(
  { source, start, end }: FilePlace,
  name: string,
  words: readonly FilePlace[] = [],
): FlagText | undefined {
  const pattern = new RegExp(`--build-arg(?:=|[ \\t]+)${name}(?:=(${VALUE}))?(?![\\w=-])`, 'g');
  const isWord = (at: number): boolean =>
    words.some((word) => word.source === source && word.start <= at && at < word.end);
  const all = [...source.text.slice(start, end).matchAll(pattern)];
  const [found, other] = all.filter(({ index }) => !isWord(start + index));
  if (found === undefined || other !== undefined) return undefined;
  const [whole, value] = found;
  const at = start + found.index;
  const word = value === undefined ? name : `${name}=${value}`;
  return { source, start: at, end: at + whole.length, word, ...(value !== undefined && { value }) };
}

const MOST_BLANKS = 400;

/** The stretch of a flag and the blanks in front of it, those of a continued line included. */
export function withBlanks({ source, start, end }: FlagText): Span {
  const before = source.text.slice(Math.max(0, start - MOST_BLANKS), start);
  const blanks = /(?:[ \t]|[\\^`]\r?\n)+$/.exec(before)?.[0] ?? '';
  return { start: start - blanks.length, end };
}
