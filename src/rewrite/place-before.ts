import type { SourceText } from '../dockerfile/source-text.ts';
import { distinctEdits } from './apply-edits.ts';
import type { TextEdit } from './edit.ts';

/**
 * Where an offset of an edited text was before the edits; of what an edit put in, where it did so.
 *
 * @param source the text before them
 */
export function placeBefore(offset: number, source: SourceText, edits: readonly TextEdit[]): number {
  const own = distinctEdits(edits.filter((edit) => edit.source === source)).sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  let grown = 0;
  for (const { start, end, text } of own) {
    if (offset < start + grown) break;
    if (offset < start + grown + text.length) return start;
    grown += text.length - (end - start);
  }
  return offset - grown;
}
