import { SourceText } from '../dockerfile/source-text.ts';
import type { TextEdit } from './edit.ts';

/** Each edit once: builds that share a text ask for the same ones. */
export function distinctEdits(edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter(
    (edit, at) =>
      edits.findIndex(
        ({ source, start, end, text }) =>
          source === edit.source && start === edit.start && end === edit.end && text === edit.text,
      ) === at,
  );
}

/**
 * The files as they are after some edits. What is inserted at one place stays in the order that it is given in.
 *
 * @returns undefined where edits overlap
 */
export function applyEdits(edits: readonly TextEdit[]): SourceText[] | undefined {
  const changed: SourceText[] = [];
  for (const source of new Set(edits.map((edit) => edit.source))) {
    const own = distinctEdits(edits.filter((edit) => edit.source === source)).sort(
      (a, b) => a.start - b.start || a.end - b.end,
    );
    let text = '';
    let done = 0;
    for (const edit of own) {
      if (edit.start < done || edit.end < edit.start) return undefined;
      text += source.text.slice(done, edit.start) + edit.text;
      done = edit.end;
    }
    changed.push(new SourceText(source.path, text + source.text.slice(done)));
  }
  return changed;
}
