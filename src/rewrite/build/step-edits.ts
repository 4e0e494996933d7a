import type { BuildPath } from '../../build/build-path.ts';
import type { TextEdit } from '../edit.ts';
import type { Supply } from './supply.ts';

/** What a step whose arguments are a list or an input has to say instead; undefined where its form is not understood. */
export function stepEdits(_path: BuildPath, _supplies: readonly Supply[]): TextEdit[] | undefined {
  return undefined;
}
