import { posix } from 'node:path';
import type { FilePlace } from '../build-path.ts';
import { isFromOutside, knownText, type Static, scalar, textAt, valueOfStatic } from '../hcl/static-value.ts';

/** Functions of texts: their result is from outside where an argument is. */
const TEXTS: Readonly<Record<string, (first: string, ...rest: readonly string[]) => string | undefined>> = {
  lower: (one) => one.toLowerCase(),
  upper: (one) => one.toUpperCase(),
  trimspace: (one) => one.trim(),
  chomp: (one) => one.replace(/(?<![\r\n])[\r\n]+$/, ''),
  replace: (one, from = '', to = '') => replaced(one, from, to),
  trimprefix: (one, prefix = '') => (one.startsWith(prefix) ? one.slice(prefix.length) : one),
  trimsuffix: (one, suffix = '') => (one.endsWith(suffix) ? one.slice(0, one.length - suffix.length) : one),
  sanitize: (one) => one.replace(/[^A-Za-z0-9_-]/gu, '_'),
  basename: (one) => posix.basename(one),
  dirname: (one) => posix.dirname(one),
  base64encode: (one) => Buffer.from(one).toString('base64'),
  base64decode: (one) => Buffer.from(one, 'base64').toString(),
  trim: () => undefined,
  substr: () => undefined,
  title: () => undefined,
  indent: () => undefined,
  urlencode: (one) => encodeURIComponent(one),
  regex_replace: () => undefined,
  formatdate: () => undefined,
  formattimestamp: () => undefined,
  timeadd: () => undefined,
};

function replaced(one: string, from: string, to: string): string | undefined {
  const isLong = (one.length / Math.max(1, from.length)) * to.length > 1 << 20;
  return from === '' || isLong ? undefined : one.replaceAll(from, () => to);
}

/** What a function that takes texts and gives one comes to; undefined where that is not known. */
export function callTextFunction(name: string, given: readonly Static[], at: FilePlace): Static | undefined {
  const make = Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined;
  if (make === undefined) return undefined;
  const [first, ...rest] = given.map(knownText);
  const others = rest.flatMap((one) => one ?? []);
  if (first !== undefined && others.length === rest.length) {
    const made = make(first, ...others);
    return made === undefined ? undefined : textAt(made, at);
  }
  return carried(given, at);
}

/** What is made of a value from outside, or of the time, is from there, too. */
export function carried(given: readonly Static[], at: FilePlace): Static | undefined {
  const parts = given.flatMap(valueOfStatic);
  if (!given.some(isFromOutside) && !parts.some(({ kind }) => kind === 'changing')) return undefined;
  return scalar(
    parts.filter(({ kind }) => kind !== 'text' && kind !== 'unknown'),
    at,
  );
}
