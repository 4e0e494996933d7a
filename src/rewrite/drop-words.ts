import { append } from '../config/append.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { SourceText, Span } from '../dockerfile/source-text.ts';
import type { TextEdit } from './edit.ts';

/**
 * Takes words out of an instruction that keeps others, with the blanks and continuation that go with them. Comments
 * between its lines stay.
 *
 * @param words all of them, in order
 */
export function dropWords(
  { source }: ParsedDockerfile,
  words: readonly Span[],
  gone: ReadonlySet<Span>,
): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const first = words[at];
    if (first === undefined || !gone.has(first)) continue;
    let last = at;
    for (let next = words[last + 1]; next !== undefined && gone.has(next); next = words[last + 1]) last += 1;
    const span = { start: first.start, end: words[last]?.end ?? first.end };
    append(edits, dropSpan(source, words[at - 1], span, words[last + 1]));
    at = last;
  }
  return edits;
}

function dropSpan(
  source: SourceText,
  before: Span | undefined,
  span: Span,
  after: Span | undefined,
): TextEdit[] {
  if (after !== undefined) {
    if (!hasComment(source, span.end, after.start)) return [cut(source, span.start, after.start)];
    return [cut(source, ...wholeLines(source, span))];
  }
  if (before === undefined) return [cut(source, span.start, span.end)];
  if (!hasComment(source, before.end, span.start)) return [cut(source, before.end, span.end)];
  const lineEnd = source.lineSpan(source.position(before.end).line).end;
  return [cut(source, before.end, lineEnd), cut(source, ...wholeLines(source, span))];
}

function cut(source: SourceText, start: number, end: number): TextEdit {
  return { source, start, end, text: '' };
}

function hasComment({ text }: SourceText, start: number, end: number): boolean {
  return /\n[ \t]*#/.test(text.slice(start, end));
}

function wholeLines(source: SourceText, { start, end }: Span): [number, number] {
  const first = source.lineSpan(source.position(start).line);
  const next = source.lineSpan(source.position(Math.max(start, end - 1)).line + 1);
  return [first.start, next.start];
}
