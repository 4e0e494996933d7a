import type { TracedRun } from '../flow/trace.ts';
import { cutCommands, rowOf } from './cut-commands.ts';
import type { Draft } from './draft.ts';
import { handles } from './path-uses.ts';
import { isBehind } from './readers.ts';
import { type RewriteFacts, whereIs } from './rewrite.ts';

/**
 * Takes out the commands that do nothing but set the mode of a file, or remove it: on a mount they would fail. Gives the
 * reason where one cannot be taken out.
 *
 * @param writer what brought the file in
 */
export function clearPath(
  path: string,
  writer: Pick<TracedRun, 'instruction' | 'stage'>,
  draft: Draft,
  facts: RewriteFacts,
): string | undefined {
  for (const run of facts.trace.runs) {
    if (!isBehind(run, writer)) continue;
    const gone = run.script.commands.filter((one) => handles(one, path));
    if (gone.length === 0) continue;
    const cuts = rowOf(run) && cutCommands(run, new Set(gone), facts.file.source);
    if (cuts === undefined)
      return `the RUN on ${whereIs(facts, [run.instruction])} sets the mode of ${path} or removes it, which a mount does not allow; take that out first`;
    if (cuts === 'all') draft.dropInstruction(run.instruction);
    else for (const cut of cuts) draft.replace(cut, '');
  }
  return undefined;
}
