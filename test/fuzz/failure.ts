import { Violation } from './target.ts';

/** Failures of one cause have the same key: what is thrown and by whom, without numbers and quotations. */
export function keyOf(error: unknown): string {
  if (!(error instanceof Error)) return `throws a ${typeof error}`;
  const frames = Array.from(
    (error.stack ?? '').matchAll(/\n +at (?:async |new )?([\w.#$<>]+) \(/g),
    ([, name]) => name,
  );
  const message = error.message.replace(/"[^"]*"|'[^']*'|\d+/g, '_').slice(0, 120);
  const where = error instanceof Violation || error instanceof RangeError ? [] : frames.slice(0, 2);
  return [error.name, message, ...where].join(' ');
}

/** For the reader: what was thrown, and where. */
export function textOf(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message).split('\n').slice(0, 8).join('\n')
    : String(error);
}
