import type { Span } from '../dockerfile/source-text.ts';

/** One station of the way that a value takes into a key. */
interface KeyHop {
  label: string;
  span: Span;
}

/** A longer way is told by its beginning and its end. */
const MOST_HOPS = 12;

/** What of the rotating build arguments is in a text or a key, by name, and how it came there. */
export type Names = ReadonlyMap<string, readonly KeyHop[]>;

/** Why nothing can be proved of some names; of all where `names` is absent. */
export interface Doubt {
  reason: string;
  span: Span;
  names?: Names;
}

/** A text of the builder's, as far as the file and the build arguments tell. */
export interface KeyValue {
  /** Absent where a rotating value, or something that nobody knows, is in it. */
  text?: string;
  names: Names;
  doubts: readonly Doubt[];
  /** What it was put together from, in order; absent where it is of one piece, or of too many to tell. */
  pieces?: readonly KeyValue[];
}

export const NO_NAMES: Names = new Map();

export function constant(text: string): KeyValue {
  return { text, names: NO_NAMES, doubts: [] };
}

/** All names of several; of one that comes more than once, the first way. */
export function joinNames(...all: readonly Names[]): Names {
  const filled = all.filter(({ size }) => size > 0);
  if (filled.length < 2) return filled[0] ?? NO_NAMES;
  const joined = new Map(filled[0]);
  for (const names of filled.slice(1))
    for (const [name, way] of names) if (!joined.has(name)) joined.set(name, way);
  return joined;
}

/** The same names, each one station further. */
export function through(names: Names, label: string, span: Span): Names {
  if (names.size === 0) return names;
  return new Map(Array.from(names, ([name, way]) => [name, [...way.slice(0, MOST_HOPS), { label, span }]]));
}

/** The same value, taken over by an instruction. */
export function taken(value: KeyValue, label: string, span: Span): KeyValue {
  const { names, pieces } = value;
  return {
    ...value,
    names: through(names, label, span),
    ...(pieces && { pieces: pieces.map((piece) => taken(piece, label, span)) }),
  };
}

/** A value whose own name is put together from another one: it changes with both. */
export function withNamesOf({ names, doubts }: KeyValue, value: KeyValue): KeyValue {
  if (names.size === 0 && doubts.length === 0) return value;
  return { names: joinNames(names, value.names), doubts: [...doubts, ...value.doubts] };
}

/** Variables can hold each other twice over. */
const LONGEST = 4096;
const MOST_PIECES = 64;

/** One after the other. */
export function joinValues(values: readonly KeyValue[]): KeyValue {
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  const isKnown = values.every(({ text }) => text !== undefined);
  const pieces = values.flatMap((value) => value.pieces ?? [value]);
  const text = values.map((value) => value.text).join('');
  return {
    ...(isKnown ? { text: text.slice(0, LONGEST) } : pieces.length <= MOST_PIECES && { pieces }),
    names: joinNames(...values.map(({ names }) => names)),
    doubts: [...new Set(values.flatMap(({ doubts }) => doubts))],
  };
}

/** A build argument that is given, and another one at each build. */
export function rotatingValue(name: string, span: Span): KeyValue {
  return { names: new Map([[name, [{ label: `build argument ${name}`, span }]]]), doubts: [] };
}
