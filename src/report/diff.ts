import { createTwoFilesPatch } from 'diff';
import type { FileChange } from '../audit/fix/plan-fixes.ts';

/**
 * A unified diff of all changes, one file after the other.
 *
 * @param clean takes secrets out of a text; a patch of a line that held one cannot be applied
 */
export function unifiedDiff(changes: readonly FileChange[], clean: (text: string) => string): string {
  return changes.map((change) => clean(patchOf(change))).join('');
}

function patchOf({ path, before, after }: FileChange): string {
  const from = before === '' ? '/dev/null' : `a/${path}`;
  const patch = createTwoFilesPatch(from, `b/${path}`, before, after, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '');
}
