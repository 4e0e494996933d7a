import { exampleText } from './examples.ts';
import type { CredentialFormat, MatchContext, Validity } from './format.ts';

/**
 * A token starts here: not amid a word, but an escape (`\n`, `%3D`) may stand before it, as in JSON and URLs.
 */
export const EDGE = '(?:(?<![0-9A-Za-z_])|(?<=\\\\[nrt"])|(?<=%[0-9A-F]{2}))';

type Level = Pick<CredentialFormat, 'severity' | 'confidence'>;
const USUAL: Level = { severity: 'high', confidence: 'likely' };

interface Common extends Partial<Level> {
  id: string;
  vendor: string;
  title: string;
  /** The alphabet of the random part, as a regular expression's character class and as the characters themselves. */
  alphabet: Alphabet;
  /** Length of the random part, or its least and greatest length. */
  length: number | readonly [number, number];
  check?: (secret: string, context: MatchContext) => Validity;
  onInvalid?: 'drop' | 'doubt';
  /** Makes a valid token, when random characters do not make one. */
  make?: () => string;
}

export interface Alphabet {
  /** Content of a character class: `0-9a-f`. */
  set: string;
  characters: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const BOTH = LETTERS + LETTERS.toUpperCase();
export const hex: Alphabet = { set: '0-9a-f', characters: '0123456789abcdef' };
export const uuid: Alphabet = { set: '0-9a-f-', characters: hex.characters };
export const letters: Alphabet = { set: 'A-Za-z', characters: BOTH };
export const alnum: Alphabet = { set: '0-9A-Za-z', characters: `0123456789${BOTH}` };
export const lowerAlnum: Alphabet = { set: '0-9a-z', characters: `0123456789${LETTERS}` };
export const upperAlnum: Alphabet = { set: '0-9A-Z', characters: `0123456789${LETTERS.toUpperCase()}` };
export const base32: Alphabet = { set: 'A-Z2-7', characters: `234567${LETTERS.toUpperCase()}` };
export const base64url: Alphabet = { set: '0-9A-Za-z_-', characters: `0123456789${BOTH}_-` };
export const base64: Alphabet = { set: '0-9A-Za-z+/', characters: `0123456789${BOTH}+/` };

interface Prefixed extends Common {
  prefix: string | readonly string[];
  /** What ends the token, as a pattern, with `makeSuffix` for the examples. */
  suffix?: string;
  makeSuffix?: () => string;
  keywords?: readonly string[];
}

/** A token that its first characters give away: `glpat-` and twenty characters of base64url. */
export function prefixed(shape: Prefixed): CredentialFormat {
  const prefixes = [shape.prefix].flat();
  const [least, most] = bounds(shape.length);
  const end = shape.suffix ?? '';
  // A run that is too long would be read once for each prefix in it; taken as a whole it is read once, and dropped.
  const whole = most >= LONG && end === '' && shape.check === undefined;
  const body = `[${shape.alphabet.set}]{${least},${whole ? '' : most}}`;
  // What a checksum proves may stand anywhere: behind a colour code, in a row of a database.
  const isProven = shape.check !== undefined && shape.onInvalid === 'drop';
  const edge = isProven ? '' : EDGE;
  const ending = isProven && least === most ? '' : `(?![${shape.alphabet.set}])`;
  return {
    ...declare(shape),
    ...(whole && { check: noLongerThan(most + (prefixes[0]?.length ?? 0)), onInvalid: 'drop' as const }),
    keywords: shape.keywords ?? prefixes,
    // Made when it is needed: most formats' patterns never are.
    get pattern() {
      return new RegExp(`${edge}(?:${prefixes.map(literal).join('|')})${body}${end}${ending}`);
    },
    reach: { before: 16, after: Math.min(4096, most + 128) },
    examples: prefixedExamples(shape, prefixes[0] ?? '', edge !== ''),
  };
}

/** @param bounded the token has to begin where a word does */
function prefixedExamples(shape: Prefixed, prefix: string, bounded: boolean): CredentialFormat['examples'] {
  const [least] = bounds(shape.length);
  const make = (): string =>
    shape.make?.() ??
    `${prefix}${exampleText(shape.alphabet.characters, least)}${shape.makeSuffix?.() ?? ''}`;
  return {
    match: () => [
      make(),
      `TOKEN="${make()}"`,
      `"line\\n${make()}\\n"`,
      `curl -H 'X-Key: ${make()}' https://example.com`,
    ],
    miss: () => [prefix, make().slice(0, prefix.length + 4), ...(bounded ? [`word${make()}`] : [])],
  };
}

const LONG = 2000;

function noLongerThan(most: number): (secret: string) => Validity {
  return (secret) => (secret.length > most ? 'invalid' : 'unknown');
}

/** A value without a marker of its own, known by the name that it is assigned to: `TWILIO_AUTH_TOKEN=<32 hex>`. */
export function assigned(
  shape: Common & {
    /** Stems of names; more word characters may follow. */
    names: readonly string[];
    /** What may follow the stem, as a pattern; word characters by default. */
    rest?: string;
    /** What stands before and after the random part, as a pattern. */
    prefix?: string;
    suffix?: string;
  },
): CredentialFormat {
  const [least, most] = bounds(shape.length);
  const { set } = shape.alphabet;
  const value = `${shape.prefix ?? ''}[${set}]{${least},${most}}${shape.suffix ?? ''}`;
  const make = (): string => shape.make?.() ?? exampleText(shape.alphabet.characters, least);
  const name = shape.names[0] ?? '';
  return {
    ...declare(shape),
    keywords: shape.names,
    foldCase: true,
    get pattern() {
      const stems = shape.names.map(literal).join('|');
      const name = `(?:${ignoreCase(stems)})${shape.rest ?? '[\\w.-]{0,32}'}`;
      return new RegExp(`${name}${ASSIGN}(?<secret>${value})(?![${set}])`);
    },
    reach: { before: 16, after: Math.min(4096, most + 256) },
    examples: {
      match: () => assignmentsOf(name, make),
      miss: () => [`${name}=\${${name}}`, `${name}=`, make(), `${name}=${'x'.repeat(least)}`],
    },
  };
}

/** Of a new value each. */
function assignmentsOf(name: string, make: () => string): string[] {
  return [
    `${name}=${make()}`,
    `export ${name}="${make()}"`,
    `{"${name}": "${make()}"}`,
    `ENV ${name} ${make()}`,
  ];
}

/** Between a name and its value: `=`, `:`, `=>`, a blank, quotes, escaped quotes. */
export const ASSIGN = '(?:\\\\?["\'])?[ \\t]{0,4}(?:=>|:=|[:=,]|[ \\t])[ \\t]{0,4}(?:\\\\?["\'])?';

function declare(shape: Common): Omit<CredentialFormat, 'keywords' | 'pattern' | 'examples'> {
  return {
    id: shape.id,
    vendor: shape.vendor,
    title: shape.title,
    severity: shape.severity ?? USUAL.severity,
    confidence: shape.confidence ?? USUAL.confidence,
    ...(shape.check && { check: shape.check }),
    ...(shape.onInvalid && { onInvalid: shape.onInvalid }),
  };
}

function bounds(length: number | readonly [number, number]): readonly [number, number] {
  return typeof length === 'number' ? [length, length] : length;
}

/** The text as a pattern for itself. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A literal pattern that takes letters in either case; a flag would do so for the secret as well. */
function ignoreCase(pattern: string): string {
  return pattern.replace(/[A-Za-z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

/** Keywords of base64 of JSON, `eyJ` and the next character: the base64 of `{"` and the first letter of a header's or payload's first name. */
export const JSON_KEYWORDS = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) =>
  Buffer.from(`{"${letter}`).toString('base64'),
);
