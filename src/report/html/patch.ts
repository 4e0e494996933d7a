import type { Fix } from '../../audit/finding.ts';
import { MASK } from '../../audit/source-excerpt.ts';
import { append } from '../../config/append.ts';
import type { ReportIo } from '../reporter.ts';

type Edit = Fix['edits'][number];
type ExcerptOf = ReportIo['excerpt'];

/** Suggested edits of one file as a unified diff. */
export interface FilePatch {
  path: string;
  /** `--- a/…`, `+++ b/…`, then hunks; nothing where the file's lines are not known. */
  lines: readonly string[];
  /** It has the file's own text throughout: nothing of it is masked. */
  applies: boolean;
}

/** Old lines, and what is to stand there instead. */
interface Change {
  /** Of the first old line. */
  line: number;
  old: readonly string[];
  fresh: readonly string[];
}

const CONTEXT = 3;
const OPEN_END = '\\ No newline at end of file';

/**
 * The edits of a fix, file by file, against the masked lines of the sources.
 *
 * @param excerptOf gives the masked line that a location begins on
 */
export function patchesOf({ edits }: Fix, excerptOf: ExcerptOf): FilePatch[] {
  const byPath = new Map<string, Edit[]>();
  for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
  return [...byPath].map(([path, own]) => filePatch(new MaskedFile(path, excerptOf), own));
}

function filePatch(file: MaskedFile, edits: readonly Edit[]): FilePatch {
  const sorted = [...edits].sort((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn);
  if (!file.isKnown) return { path: file.path, lines: [], applies: false };
  const changes = editsByLines(sorted)
    .map((group) => changeOf(group, file))
    .filter(({ old, fresh }) => old.length + fresh.length > 0);
  const lines = hunks(changes, file);
  const applies = !lines.some((line) => !line.startsWith('+') && line.includes(MASK));
  return { path: file.path, lines: [`--- a/${file.path}`, `+++ b/${file.path}`, ...lines], applies };
}

/** Edits that share a line change it together. */
function editsByLines(edits: readonly Edit[]): Edit[][] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const last = groups.at(-1);
    if (last !== undefined && edit.startLine <= Math.max(...last.map(({ endLine }) => endLine)))
      last.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

function changeOf(edits: readonly Edit[], file: MaskedFile): Change {
  const first = edits[0]?.startLine ?? 1;
  const last = Math.max(...edits.map(({ endLine }) => endLine));
  let text = '';
  let at = { line: first, column: 1 };
  for (const edit of edits) {
    text += file.between(at, { line: edit.startLine, column: edit.startColumn }) + edit.text;
    at = { line: edit.endLine, column: edit.endColumn };
  }
  text += file.after(at);
  const old = file.lines(first, last);
  return trimmed({ line: first, old, fresh: withoutEmptyEnd(text.split('\n'), last, file) });
}

/** What an edit leaves behind the last line break of a file is no line. */
function withoutEmptyEnd(lines: string[], last: number, file: MaskedFile): string[] {
  return file.line(last) === undefined && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Without the lines at both ends that stay as they are. */
function trimmed({ line, old, fresh }: Change): Change {
  let start = 0;
  const most = Math.min(old.length, fresh.length);
  while (start < most && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return {
    line: line + start,
    old: old.slice(start, old.length - end),
    fresh: fresh.slice(start, fresh.length - end),
  };
}

function hunks(changes: readonly Change[], file: MaskedFile): string[] {
  const lines: string[] = [];
  let shift = 0;
  for (let at = 0; at < changes.length; ) {
    let to = at + 1;
    while (to < changes.length && gap(changes[to - 1], changes[to]) <= 2 * CONTEXT) to += 1;
    const hunk = changes.slice(at, to);
    append(lines, hunkLines(hunk, file, shift));
    shift += hunk.reduce((sum, { old, fresh }) => sum + fresh.length - old.length, 0);
    at = to;
  }
  return lines;
}

function gap(one: Change | undefined, next: Change | undefined): number {
  return (next?.line ?? 0) - ((one?.line ?? 0) + (one?.old.length ?? 0));
}

function hunkLines(changes: readonly Change[], file: MaskedFile, shift: number): string[] {
  const from = Math.max(1, (changes[0]?.line ?? 1) - CONTEXT);
  const body: string[] = [];
  let at = from;
  for (const { line, old, fresh } of changes) {
    append(
      body,
      file.lines(at, line - 1).map((text) => ` ${text}`),
    );
    at = line + old.length;
    const open = old.length > 0 && file.endsOpen(at - 1) ? [OPEN_END] : [];
    append(body, [...old.map((text) => `-${text}`), ...open, ...fresh.map((text) => `+${text}`), ...open]);
  }
  const below = file.lines(at, at + CONTEXT - 1).map((text) => ` ${text}`);
  append(body, below);
  if (below.length > 0 && file.endsOpen(at + below.length - 1)) body.push(OPEN_END);
  const size = (mark: string) => body.filter((text) => text.startsWith(' ') || text.startsWith(mark)).length;
  const range = (start: number, length: number) => `${length === 0 ? start - 1 : start},${length}`;
  return [`@@ -${range(from, size('-'))} +${range(from + shift, size('+'))} @@`, ...body];
}

/** A file of which only masked lines can be seen, one at a time. */
class MaskedFile {
  readonly path: string;
  readonly #excerptOf: ExcerptOf;

  constructor(path: string, excerptOf: ExcerptOf) {
    this.path = path;
    this.#excerptOf = excerptOf;
  }

  get isKnown(): boolean {
    return this.#at(1, 1) !== undefined;
  }

  /** A line that is the last one, without a line break. */
  endsOpen(line: number): boolean {
    return this.line(line) !== undefined && this.#at(line + 1, 1)?.line === line;
  }

  /** Undefined where the file has no such line. */
  line(line: number): string | undefined {
    const excerpt = this.#at(line, 1);
    if (excerpt === undefined || excerpt.line !== line) return undefined;
    // Behind the last line break there is no line.
    return excerpt.text === '' && this.#at(line + 1, 1)?.line === line ? undefined : excerpt.text;
  }

  /** Those that are there of these. */
  lines(from: number, to: number): string[] {
    const found: string[] = [];
    for (let line = from; line <= to; line += 1) {
      const text = this.line(line);
      if (text === undefined) break;
      found.push(text);
    }
    return found;
  }

  /** Both on one line. */
  between(from: { line: number; column: number }, to: { line: number; column: number }): string {
    const text = this.#at(from.line, from.column)?.text ?? '';
    return text.slice(this.#shownEnd(from), this.#at(to.line, to.column)?.start ?? text.length);
  }

  after(from: { line: number; column: number }): string {
    return (this.line(from.line) ?? '').slice(this.#shownEnd(from));
  }

  #shownEnd({ line, column }: { line: number; column: number }): number {
    return column === 1 ? 0 : (this.#at(line, column)?.end ?? 0);
  }

  /** With a place of no length in it. */
  #at(line: number, column: number) {
    const place = { startLine: line, startColumn: column, endLine: line, endColumn: column };
    return this.#excerptOf({ kind: 'source', path: this.path, ...place });
  }
}
