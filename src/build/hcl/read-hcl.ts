import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { FilePlace } from '../build-path.ts';
import type { BuildProblem } from '../build-problem.ts';
import { Cursor, Malformed } from './cursor.ts';
import { readExpression } from './expression.ts';
import { readBare, readQuoted } from './template.ts';
import { type HclBlock, type HclBody, type HclExpression, plainText, textExpression } from './tree.ts';

/** Malformed places in one file, before the rest of it is given up. */
const MOST_PROBLEMS = 20;
/** The beginning of a block at the beginning of a line. */
const BLOCK =
  /^[\p{ID_Start}_][\p{ID_Continue}-]*(?![\p{ID_Continue}-])[ \t]*(?:(?:"(?:[^"\\\n]|\\.)*"|[\p{ID_Start}_][\p{ID_Continue}-]*(?![\p{ID_Continue}-]))[ \t]*){0,4}\{/gmu;

/**
 * Reads HCL. What is malformed is told with its place; what was read of its block is kept, and reading goes on at the
 * next block that begins a line. Never throws.
 *
 * @param text all of the file, where none is given
 */
export function readHcl(
  source: SourceText,
  tell: (problem: BuildProblem) => void,
  text: MappedText = MappedText.of(source.text, 0),
): HclBody {
  const body: HclBody = { attributes: [], blocks: [] };
  const cursor = new Cursor(text, source, readExpression);
  for (let problems = 1; ; problems += 1) {
    const progress = { item: cursor.at };
    const malformed = tryToRead(cursor, body, progress);
    if (malformed === undefined) return body;
    const isLast = problems >= MOST_PROBLEMS;
    tell(problemOf(malformed, source, isLast));
    if (isLast || !goToBlock(cursor, progress.item)) return body;
  }
}

/** @param progress takes the beginning of what is read */
function tryToRead(cursor: Cursor, body: HclBody, progress: { item: number }): Malformed | undefined {
  try {
    for (cursor.skip(true); !cursor.isAtEnd; cursor.skip(true)) {
      progress.item = cursor.at;
      readItem(cursor, body);
      endLine(cursor);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

function problemOf({ message, offset }: Malformed, source: SourceText, isLast: boolean): BuildProblem {
  const { line, column } = source.position(offset);
  const rest = isLast ? 'the rest of it was not read' : 'what follows is read from the next block on';
  const reason = `is malformed HCL here (${message}); mend it, as builds may be missing: ${rest}`;
  return { what: `${source.path}:${line}:${column}`, reason, grave: true };
}

/** To the line that reading stopped in, if a block begins it, else to the next one; always behind the item's line. */
function goToBlock(cursor: Cursor, item: number): boolean {
  const line = cursor.text.lastIndexOf('\n', cursor.at - 1) + 1;
  const next = cursor.text.indexOf('\n', Math.max(cursor.at, item));
  cursor.restart(line > item ? line : next === -1 ? cursor.text.length : next + 1);
  cursor.goTo(BLOCK);
  return !cursor.isAtEnd;
}

function readBlock(cursor: Cursor, body: HclBody): void {
  for (cursor.skip(true); !cursor.eat('}'); cursor.skip(true)) {
    readItem(cursor, body);
    if (!cursor.sees('}')) endLine(cursor);
  }
}

function endLine(cursor: Cursor): void {
  cursor.skip();
  if (!cursor.isAtEnd && !cursor.sees('\n') && !cursor.sees('}')) cursor.fail('an end of line is missing');
}

function readItem(cursor: Cursor, body: HclBody): void {
  const start = cursor.at;
  const name = cursor.name();
  if (name === undefined) cursor.fail('a name is missing');
  cursor.skip();
  if (cursor.sees('=') && !cursor.sees('==')) {
    cursor.need('=');
    const value = readExpression(cursor);
    body.attributes.push({ name, value, at: cursor.place(start) });
    return;
  }
  const labels = readLabels(cursor);
  const end = cursor.at;
  cursor.need('{');
  const block: HclBlock = {
    type: name,
    labels,
    body: { attributes: [], blocks: [] },
    at: cursor.place(start, start + cursor.text.slice(start, end).trimEnd().length),
  };
  body.blocks.push(block);
  cursor.inside(false, () => readBlock(cursor, block.body));
}

function readLabels(cursor: Cursor): string[] {
  const labels: string[] = [];
  for (; ; cursor.skip()) {
    const quoted = cursor.sees('"') ? plainText(readQuoted(cursor)) : cursor.name();
    if (quoted === undefined) return labels;
    labels.push(quoted);
  }
}

/** A text that is a template, as strings of JSON are; a plain text where it is malformed, which is told. Never throws. */
export function readTemplate(
  text: MappedText,
  at: FilePlace,
  tell: (problem: BuildProblem) => void,
): HclExpression {
  try {
    return { kind: 'template', parts: readBare(new Cursor(text, at.source, readExpression)), at };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    tell(problemOf(error, at.source, false));
    return textExpression(text, at);
  }
}
