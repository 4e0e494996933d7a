import type { Trace, TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { looksFor } from './tools.ts';

/**
 * The RUNs behind one that read a file: their programs look for it, or they name it. A RUN that only removes it is none.
 *
 * @param path absolute
 */
export function readersOf(
  path: string,
  writer: Pick<TracedRun, 'instruction' | 'stage'>,
  { runs }: Trace,
): TracedRun[] {
  return runs.filter((run) => isBehind(run, writer) && !onlyRemoves(run) && reads(run, path));
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

/** True where a RUN's commands look for a file, or name it. */
export function reads({ script, home, folder }: TracedRun, path: string): boolean {
  const names = [
    path,
    ...(path.startsWith(`${home}/`) ? [`~${path.slice(home.length)}`] : []),
    `/${path.slice(path.lastIndexOf('/') + 1)}`,
  ];
  return script.commands.some(({ words, redirects }) => {
    const inner = unwrap(words).words;
    if (looksFor(commandName(inner), path, home, folder)) return true;
    const all = [...words.slice(1), ...redirects.map(({ target }) => target)];
    return all.some(({ template }) => names.some((name) => template.endsWith(name)));
  });
}

function onlyRemoves({ script }: TracedRun): boolean {
  return script.commands.every(({ words }) => commandName(words) === 'rm');
}
