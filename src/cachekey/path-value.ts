import type { Span } from '../dockerfile/source-text.ts';
import { constant, type Doubt, joinValues, type KeyValue, NO_NAMES } from './key-value.ts';

/** `/`, `/.` and `/./` at the end of a path, which are cleaned away. */
const IDLE_END = /(?:\/\.?)+$/;
const UPWARDS = /(?:^|\/)\.\.$/;

/**
 * What stands behind the last slash of a path, as path.Base of Go has it: the name that BuildKit takes into the key.
 * A rotating value is taken for one without slashes where something stands before it. Where the whole path begins
 * with it, or something else that nobody knows is in it, there is doubt.
 */
export function lastElement(path: KeyValue, span: Span): KeyValue {
  const pieces = [...(path.pieces ?? [path])];
  const last: KeyValue[] = [];
  let isWhole = true;
  let isOpen = false;
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    if (piece.text === undefined) {
      isOpen ||= piece.names.size === 0;
      last.unshift(piece);
      continue;
    }
    const text = last.length === 0 ? piece.text.replace(IDLE_END, '') : piece.text;
    if (last.length === 0 && UPWARDS.test(text)) return unsure(path, span);
    if (text === '' && last.length === 0 && pieces.length > 0) continue;
    last.unshift(constant(text.slice(text.lastIndexOf('/') + 1)));
    isWhole = !text.includes('/');
    if (!isWhole) break;
  }
  const element = joinValues(last);
  const begins = isWhole && last[0]?.text === undefined;
  return begins || isOpen ? unsure(element, span) : element;
}

function unsure({ names, doubts }: KeyValue, span: Span): KeyValue {
  const reason = 'whether the last part of a path changes with it is not known';
  const more: Doubt[] = names.size === 0 ? [] : [{ reason, span, names }];
  return { names: NO_NAMES, doubts: [...doubts, ...more] };
}

/** What of a value comes before the first mark, and what behind it; nothing does where it has none. */
export function splitAt(value: KeyValue, mark: RegExp): { before: KeyValue; behind: KeyValue } {
  const pieces = value.pieces ?? [value];
  const at = pieces.findIndex(({ text }) => text !== undefined && mark.test(text));
  const { 0: found = '', index = 0, input = '' } = mark.exec(pieces[at]?.text ?? '') ?? {};
  if (at === -1) return { before: value, behind: constant('') };
  return {
    before: joinValues([...pieces.slice(0, at), constant(input.slice(0, index))]),
    behind: joinValues([constant(input.slice(index + found.length)), ...pieces.slice(at + 1)]),
  };
}
