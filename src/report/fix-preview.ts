import type { Fix, SourceLocation } from '../audit/finding.ts';
import { brief } from './plain-text.ts';
import type { ReportIo } from './reporter.ts';

/** Lines of a file before and after a fix, secrets masked, fit to be shown. */
export interface Hunk {
  path: string;
  startLine: number;
  before: string[];
  after: string[];
}

type Edit = Fix['edits'][number];

const MOST_LINES = 200;

/** What a fix changes, line by line; undefined where the lines are not at hand, or are too many to be shown. */
export function previewFix({ edits }: Fix, excerpt: ReportIo['excerpt']): Hunk[] | undefined {
  const hunks: Hunk[] = [];
  for (const group of groups(edits)) {
    const hunk = hunkOf(group, excerpt);
    if (hunk === undefined) return undefined;
    hunks.push(hunk);
  }
  return hunks.length === 0 ? undefined : hunks;
}

/** Edits whose lines touch belong together. */
function groups(edits: readonly Edit[]): Edit[][] {
  const sorted = [...edits].sort(
    (a, b) =>
      (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
      a.startLine - b.startLine ||
      a.startColumn - b.startColumn,
  );
  const all: Edit[][] = [];
  for (const edit of sorted) {
    const last = all.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before?.path === edit.path && edit.startLine <= before.endLine) last.push(edit);
    else all.push([edit]);
  }
  return all;
}

function hunkOf(edits: readonly Edit[], excerpt: ReportIo['excerpt']): Hunk | undefined {
  const [first] = edits;
  if (first === undefined) return undefined;
  const { path, startLine } = first;
  const lastLine = Math.max(...edits.map(({ endLine }) => endLine));
  if (lastLine - startLine >= MOST_LINES) return undefined;
  const offsets: number[] = [];
  let before = '';
  for (let line = startLine; line <= lastLine; line += 1) {
    const text = excerpt(at(path, line, 1, 1))?.text;
    if (text === undefined) return undefined;
    offsets.push(before.length);
    before += `${text}\n`;
  }
  const offset = (line: number, within: number): number => (offsets[line - startLine] ?? 0) + within;
  let after = '';
  let done = 0;
  for (const edit of edits) {
    const start = excerpt(at(path, edit.startLine, edit.startColumn, edit.startColumn))?.start ?? 0;
    const end = excerpt(at(path, edit.endLine, edit.endColumn, edit.endColumn))?.start ?? 0;
    after += before.slice(done, offset(edit.startLine, start)) + edit.text;
    done = Math.max(done, offset(edit.endLine, end));
  }
  return { path, startLine, ...trimmed(shown(before), shown(after + before.slice(done))) };
}

function at(path: string, line: number, startColumn: number, endColumn: number): SourceLocation {
  return { kind: 'source', path, startLine: line, startColumn, endLine: line, endColumn };
}

function shown(text: string): string[] {
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split(/\r?\n/)
        .map((line) => brief(line, 500));
}

/** Without the lines at the end that stay as they are: an edit that ends where a line begins touches it not. */
function trimmed(before: string[], after: string[]): Pick<Hunk, 'before' | 'after'> {
  let same = 0;
  while (same < before.length && same < after.length && before.at(-1 - same) === after.at(-1 - same))
    same += 1;
  return { before: before.slice(0, before.length - same), after: after.slice(0, after.length - same) };
}
