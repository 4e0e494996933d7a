import type { SourceText, Span } from '../dockerfile/source-text.ts';

/** A line of a source file, secrets masked, with the marked part. */
export interface Excerpt {
  line: number;
  text: string;
  /** Of the marked part, in `text`. */
  start: number;
  end: number;
}

interface Piece extends Span {
  text: string;
}

/** Stands for a secret in what is shown of a file. */
export const MASK = '••••••••';

/** The line where `span` begins; every stretch of `secrets` on it is masked. */
export function sourceExcerpt(source: SourceText, span: Span, secrets: readonly Span[]): Excerpt {
  const { line } = source.position(span.start);
  const bounds = source.lineSpan(line);
  const pieces = maskedPieces(source, bounds, secrets);
  const text = pieces.map((piece) => piece.text).join('');
  const end = Math.min(span.end, bounds.end);
  return { line, text, start: shownAt(pieces, span.start, 0), end: shownAt(pieces, end, MASK.length) };
}

function maskedPieces(source: SourceText, bounds: Span, secrets: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let at = bounds.start;
  for (const secret of [...secrets].sort((a, b) => a.start - b.start)) {
    const start = Math.max(secret.start, at);
    const end = Math.min(secret.end, bounds.end);
    if (end <= start) continue;
    pieces.push({ start: at, end: start, text: source.text.slice(at, start) }, { start, end, text: MASK });
    at = end;
  }
  return [...pieces, { start: at, end: bounds.end, text: source.text.slice(at, bounds.end) }];
}

/** Where an offset of the file is shown; within a masked piece, `inMask` from the mask's start. */
function shownAt(pieces: readonly Piece[], offset: number, inMask: number): number {
  let shown = 0;
  for (const { start, end, text } of pieces) {
    if (offset < end || (offset === end && inMask > 0)) {
      return shown + (text === MASK ? inMask : Math.max(0, offset - start));
    }
    shown += text.length;
  }
  return shown;
}
