import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { SourceText } from '../dockerfile/source-text.ts';
import type { TextEdit } from './edit.ts';

/** Takes whole instructions out, with their lines; two blank lines that meet become one. */
export function dropInstructions(
  { source }: ParsedDockerfile,
  instructions: Iterable<Instruction>,
): TextEdit[] {
  const ranges = [...instructions]
    .map(({ span }) => ({
      first: source.position(span.start).line,
      last: source.position(Math.max(span.start, span.end - 1)).line,
    }))
    .sort((a, b) => a.first - b.first);
  const joined: { first: number; last: number }[] = [];
  for (const range of ranges) {
    const before = joined.at(-1);
    if (before !== undefined && range.first <= before.last + 1)
      before.last = Math.max(before.last, range.last);
    else joined.push({ ...range });
  }
  return joined.map(({ first, last }) => {
    const end = isBlank(source, first - 1) && isBlank(source, last + 1) ? last + 1 : last;
    return { source, ...linesSpan(source, first, end), text: '' };
  });
}

function isBlank(source: SourceText, line: number): boolean {
  if (line < 1) return true;
  if (line > source.lineCount) return false;
  const { start, end } = source.lineSpan(line);
  return source.text.slice(start, end).trim() === '' && start < source.text.length;
}

/** Lines with the ending of the last; at the file's end with the ending before them. */
function linesSpan(source: SourceText, first: number, last: number): { start: number; end: number } {
  const { start } = source.lineSpan(first);
  if (last < source.lineCount) return { start, end: source.lineSpan(last + 1).start };
  return { start, end: source.text.length };
}
