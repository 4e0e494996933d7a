import type { FilePlace, Unknown } from '../build-path.ts';
import { concat, literalOf, text, type Value } from '../value.ts';

/** Text and pieces of one scalar; elements of one collection, those of its elements counted. */
const LONGEST_TEXT = 1 << 16;
const MOST_PARTS = 1000;
const MOST_ELEMENTS = 20_000;

/** What an expression comes to as far as the text tells, and where that is written. */
export type Static = { at: FilePlace } & (
  | { kind: 'scalar'; value: Value }
  | { kind: 'null' }
  /** Holes: there may be more than these. */
  | { kind: 'list'; items: readonly Static[]; holes: readonly Unknown[]; size: number }
  | { kind: 'object'; entries: StaticEntries; holes: readonly Unknown[]; size: number }
);

export type StaticEntries = ReadonlyMap<string, StaticEntry>;

export interface StaticEntry {
  value: Static;
  /** Of the key and the value. */
  at: FilePlace;
}

export function scalar(value: Value, at: FilePlace): Static {
  let length = 0;
  for (const part of value) if (part.kind === 'text') length += part.text.length;
  if (length > LONGEST_TEXT || value.length > MOST_PARTS) return unknownAt('a text that is too long', at);
  return { kind: 'scalar', value, at };
}

export function textAt(value: string, at: FilePlace): Static {
  return scalar(text(value), at);
}

/** @param what how it is told in a report; no text of the file */
export function unknownAt(what: string, at: FilePlace): Static {
  return { kind: 'scalar', value: [{ kind: 'unknown', what }], at };
}

export function listOf(items: readonly Static[], at: FilePlace, holes: readonly Unknown[] = []): Static {
  const size = items.reduce((sum, item) => sum + sizeOf(item), 1 + holes.length);
  if (size > MOST_ELEMENTS) return unknownAt('a list that is too long', at);
  return { kind: 'list', items, holes: [...new Set(holes)], size, at };
}

export function objectOf(entries: StaticEntries, at: FilePlace, holes: readonly Unknown[] = []): Static {
  let size = 1 + holes.length;
  for (const { value } of entries.values()) size += sizeOf(value);
  if (size > MOST_ELEMENTS) return unknownAt('an object that is too large', at);
  return { kind: 'object', entries, holes: [...new Set(holes)], size, at };
}

function sizeOf(one: Static): number {
  return one.kind === 'list' || one.kind === 'object' ? one.size : 1;
}

/** How long it takes to look at all of it, in steps. */
export function weightOf(one: Static): number {
  if (one.kind !== 'scalar') return sizeOf(one);
  let length = 0;
  for (const part of one.value) length += part.kind === 'text' ? part.text.length : 1;
  return length >> 6;
}

/** The text of a scalar of which all is known. */
export function knownText(one: Static | undefined): string | undefined {
  return one?.kind === 'scalar' ? literalOf(one.value) : undefined;
}

/** Whether a value is true; undefined where that is not known. (go-cty, convert) */
export function truthOf(one: Static): boolean | undefined {
  const known = knownText(one);
  if (known === 'true' || known === '1') return true;
  return known === 'false' || known === '0' ? false : undefined;
}

/** A scalar's value; of null nothing; of a collection that it is not known. */
export function valueOfStatic(one: Static): Value {
  if (one.kind === 'scalar') return one.value;
  return one.kind === 'null' ? [] : [{ kind: 'unknown', what: `what a ${one.kind} holds` }];
}

/** Whether some of it comes from outside the files. */
export function isFromOutside(one: Static): boolean {
  return one.kind === 'scalar' && one.value.some(({ kind }) => OUTSIDE.has(kind));
}

const OUTSIDE: ReadonlySet<string> = new Set(['variable', 'secret', 'output']);

/** Whether two values hold the same, wherever they are written. */
export function isSame(a: Static, b: Static): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar' && b.kind === 'scalar')
    return JSON.stringify(concat(a.value)) === JSON.stringify(concat(b.value));
  if (a.kind === 'list' && b.kind === 'list')
    return (
      a.items.length === b.items.length &&
      a.items.every((item, at) => {
        const other = b.items[at];
        return other !== undefined && isSame(item, other);
      })
    );
  if (a.kind === 'object' && b.kind === 'object')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, { value }]) => {
        const other = b.entries.get(key)?.value;
        return other !== undefined && isSame(value, other);
      })
    );
  return a.kind === 'null' && b.kind === 'null';
}
