import type { Span } from '../dockerfile/source-text.ts';

/**
 * The text with all edits made. Those at one offset are made in the order they are given in.
 *
 * @throws {RangeError} when two edits overlap
 */
export function applyEdits(text: string, edits: readonly (Span & { text: string })[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.start < at) throw new RangeError('two edits overlap');
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
