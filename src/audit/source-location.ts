import type { Place, SourceText, Span } from '../dockerfile/source-text.ts';
import type { SourceLocation } from './finding.ts';

/** A place in a file as the report has it. */
export function locateIn({ source, start, end }: Required<Place>): SourceLocation {
  const from = source.position(start);
  const to = source.position(end);
  return {
    kind: 'source',
    path: source.path,
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

/** The other way round. */
export function spanIn(
  source: SourceText,
  { startLine, startColumn, endLine, endColumn }: SourceLocation,
): Span {
  const start = source.lineSpan(startLine).start + startColumn - 1;
  return { start, end: source.lineSpan(endLine).start + endColumn - 1 };
}
