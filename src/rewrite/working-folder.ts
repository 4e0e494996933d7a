import type { Stage } from '../dockerfile/stages.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';

/**
 * A path as scripts have it that name it from the working folder, where that is the base image's, which nobody knows.
 * Undefined where it is known, or a script goes elsewhere.
 */
export function relativePath(path: string, runs: readonly TracedRun[]): string | undefined {
  const name = path.slice(1);
  const commands = runs.flatMap(({ script }) => script.commands);
  const words = commands.flatMap(({ words: own, redirects }) => [
    ...own.slice(1),
    ...redirects.map(({ target }) => target),
  ]);
  const isStored = runs.some(({ stored }) => stored.some((one) => one.path === path && one.written === name));
  const isNamed = words.some(({ template }) => template === name || template === `./${name}`);
  const goes = commands.some((one) => /^(?:cd|pushd)$/.test(commandName(one.words)));
  const isOpen = runs.every((run) => run.folder === '/' && !knowsFolder(run));
  return (isNamed || isStored) && !goes && isOpen ? name : undefined;
}

function knowsFolder({ stage, instruction }: TracedRun): boolean {
  for (let at: Stage | undefined = stage; at !== undefined; at = at.base)
    if (
      at.instructions.some(
        ({ keyword, span }) => keyword === 'WORKDIR' && span.start < instruction.span.start,
      )
    )
      return true;
  return false;
}
