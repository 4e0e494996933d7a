import type { Instruction } from '../dockerfile/instruction.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { cutCommands, rowOf } from './cut-commands.ts';
import type { Draft } from './draft.ts';
import { handles } from './path-uses.ts';
import { isBehind } from './readers.ts';
import { type RewriteFacts, whereIs } from './rewrite.ts';

/** Programs that fail where there is nothing to remove, unless they are told not to. */
const REMOVES = /^(?:rm|unlink|shred|rmdir|truncate)$/;
const FORCED = /^(?:-[a-zA-Z]*f[a-zA-Z]*|--force)$/;

/**
 * Why a later step that removes a file by other means than its name would fail without it; undefined where none does.
 *
 * @param removed where the file is removed
 */
export function whyNotGone(
  path: string,
  removed: { instruction: Instruction } | undefined,
  facts: RewriteFacts,
): string | undefined {
  const run = facts.trace.runs.find(({ instruction }) => instruction === removed?.instruction);
  const fails = run?.script.commands.some(
    (command) =>
      REMOVES.test(commandName(command.words)) &&
      !command.words.some(({ template }) => FORCED.test(template)) &&
      !handles(command, path),
  );
  if (run === undefined || fails !== true) return undefined;
  return `the RUN on ${whereIs(facts, [run.instruction])} removes ${path}, and may fail without it; take that out first`;
}

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
