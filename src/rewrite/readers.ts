import type { Trace, TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { handles, reads } from './path-uses.ts';

/**
 * The RUNs behind an instruction that read a file: their programs look for it, or they name it. A RUN that only removes it,
 * or sets its mode, is none.
 *
 * @param path absolute
 */
export function readersOf(
  path: string,
  writer: Pick<TracedRun, 'instruction' | 'stage'>,
  { runs }: Trace,
): TracedRun[] {
  return runs.filter((run) => {
    const commands = run.script.commands.filter((command) => !handles(command, path));
    return isBehind(run, writer) && !onlyHandles(run, path) && reads({ ...run, commands }, path);
  });
}

/** True where a RUN starts from what another instruction left. */
export function isBehind(
  run: TracedRun,
  { instruction, stage }: Pick<TracedRun, 'instruction' | 'stage'>,
): boolean {
  if (run.instruction.span.start <= instruction.span.start) return false;
  for (let at: TracedRun['stage'] | undefined = run.stage; at !== undefined; at = at.base)
    if (at === stage) return true;
  return false;
}

function onlyHandles({ script }: TracedRun, path: string): boolean {
  return script.commands.every((command) => handles(command, path) || commandName(command.words) === 'rm');
}
