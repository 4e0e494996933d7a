import { error } from '@oclif/core/errors';
import { boolean, string } from '@oclif/core/flags';
import type { Changes } from '../../audit/changes/changes.ts';
import { InputError } from '../../audit/read-dockerfile.ts';
import type { Interrupt } from '../../config/interrupt.ts';

/** The flags that narrow an audit down to what changed. */
export const changeFlags = {
  staged: boolean({
    summary: 'Audit what the next commit would bring, as git has it staged, for hooks.',
    exclusive: ['since', 'fix', 'diff', 'list-builds'],
  }),
  since: string({
    summary: 'Report only what is new since the work tree parted from this branch or commit.',
    helpValue: 'REF',
    exclusive: ['fix', 'diff', 'list-builds'],
  }),
};

/**
 * What they ask for; undefined for all there is, and where the user wants no more of it. Ends the command where git cannot
 * tell.
 */
export async function changesFor(
  { staged, since }: { staged: boolean; since?: string | undefined },
  paths: readonly string[],
  interrupt: Interrupt,
): Promise<Changes | undefined> {
  try {
    if (staged) {
      const { stagedChanges } = await import('../../audit/changes/staged.ts');
      return await interrupt.patience.wait(stagedChanges(paths));
    }
    if (since === undefined) return undefined;
    const { changesSince } = await import('../../audit/changes/since.ts');
    return await interrupt.patience.wait(changesSince(since, paths));
  } catch (problem) {
    if (interrupt.signal !== undefined) return undefined;
    if (!(problem instanceof InputError)) throw problem;
    return error(problem.message, { exit: 2 });
  }
}
