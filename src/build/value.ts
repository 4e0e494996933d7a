import type { Vocabulary } from '../credentials/vocabulary.ts';

/** A value as far as the text of a build file tells: its pieces, in order. */
export type Value = readonly ValuePart[];

export type ValuePart =
  /** `by` is the variable with a secret's name that held it. */
  | { kind: 'text'; text: string; by?: string }
  /** Of the environment of whoever starts the build; `usual` is the text that stands for it when it is not set. */
  | { kind: 'variable'; name: string; usual?: string }
  /** Kept by the CI system or a store of secrets. */
  | { kind: 'secret'; name: string; store: string }
  /** What a command prints; `made` says what that is where it is a secret, `as` which variable takes it first. */
  | { kind: 'output'; of: string; made?: string; as?: string }
  /** Another one at nearly every build: a date, a commit, the number of the run. */
  | { kind: 'changing'; what: string }
  /** Nothing is known of it: `what` is how it is written. */
  | { kind: 'unknown'; what: string };

/** A value that stands in the text. */
export function text(value: string): Value {
  return value === '' ? [] : [{ kind: 'text', text: value }];
}

/** The text of a value that holds nothing else, or undefined. */
export function literalOf(value: Value): string | undefined {
  let literal = '';
  for (const part of value) {
    if (part.kind !== 'text') return undefined;
    literal += part.text;
  }
  return literal;
}

/** A variable can double itself with every line of a script. */
const MOST_PARTS = 256;
const MOST_TEXT = 1 << 16;

/** The text that a value most likely comes to, where all of it is known but for what has a default. */
export function likelyText(value: Value): string | undefined {
  return literalOf(
    value.map((part) =>
      part.kind === 'variable' && part.usual !== undefined ? { kind: 'text', text: part.usual } : part,
    ),
  );
}

/** A value that a variable holds: its texts are secrets where the variable is called so. */
export function heldBy(name: string, value: Value, names: Vocabulary): Value {
  const isSecret = names.mayHoldSecret(name);
  return value.map((part) => {
    if (part.kind === 'output' && part.as === undefined) return { ...part, as: name };
    return part.kind === 'text' && isSecret && part.by === undefined ? { ...part, by: name } : part;
  });
}

const TOO_LONG: ValuePart = { kind: 'unknown', what: 'a value that is too long' };

/** Pieces one behind the other, texts joined. What grows beyond all measure is not known any more. */
export function concat(...values: readonly Value[]): Value {
  return concatAll(values);
}

/** The same of pieces that are made one by one, and no further than they count. */
export function concatAll(values: Iterable<Value>): Value {
  const joined: ValuePart[] = [];
  let length = 0;
  for (const value of values) {
    for (const part of value) {
      const last = joined.at(-1);
      if (part.kind === 'text') length += part.text.length;
      if (part.kind === 'text' && last?.kind === 'text' && last.by === part.by)
        joined[joined.length - 1] = { ...last, text: last.text + part.text };
      else joined.push(part);
      if (part === TOO_LONG || joined.length > MOST_PARTS || length > MOST_TEXT) return [TOO_LONG];
    }
  }
  return joined;
}

/** A value's pieces with each that is no text as one character: patterns see where it stands. */
export const HOLE = '\uE000';

export function templateOf(value: Value): string {
  return value.map((part) => (part.kind === 'text' ? part.text.replaceAll(HOLE, '?') : HOLE)).join('');
}

/** The pieces between two indexes of its template. */
export function sliceValue(value: Value, from: number, to = Number.POSITIVE_INFINITY): Value {
  const pieces: ValuePart[] = [];
  let at = 0;
  for (const part of value) {
    const length = part.kind === 'text' ? part.text.length : 1;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    if (start < end)
      pieces.push(part.kind === 'text' ? { ...part, text: part.text.slice(start, end) } : part);
    at += length;
  }
  return pieces;
}

/** The stretches of a value between what `separator` matches in its texts; empty ones are left out. */
export function splitValue(value: Value, separator: RegExp): Value[] {
  const template = templateOf(value);
  const found: Value[] = [];
  let from = 0;
  for (const match of template.matchAll(new RegExp(separator, 'g'))) {
    if (match.index > from) found.push(sliceValue(value, from, match.index));
    from = match.index + match[0].length;
  }
  return from < template.length ? [...found, sliceValue(value, from)] : found;
}

/** `name=rest` cut at the first sign; the name is undefined where it is no text. */
export function cutValue(value: Value, sign: string): { name: string | undefined; rest: Value | undefined } {
  const at = templateOf(value).indexOf(sign);
  if (at === -1) return { name: literalOf(value), rest: undefined };
  return { name: literalOf(sliceValue(value, 0, at)), rest: sliceValue(value, at + sign.length) };
}

/** How a value is told in a report: never its text. */
export function describePart(part: ValuePart): string {
  switch (part.kind) {
    case 'text':
      return part.by === undefined ? 'text' : `$${part.by}`;
    case 'variable':
      return `$${part.name}`;
    case 'secret':
      return `${part.store} ${part.name}`;
    case 'output':
      return (
        part.made ??
        (part.as === undefined ? `the output of ${part.of}` : `$${part.as}, the output of ${part.of}`)
      );
    case 'changing':
      return part.what;
    default:
      return part.what;
  }
}
