import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isBelow } from '../project/shown-path.ts';
import type { GitRepository } from './repository.ts';
import { HOOK, HOOK_LINE } from './snippets.ts';

/** Where the hook of a repository without a manager of hooks goes. */
export interface HookPlan {
  /** A file that is to be made. */
  write?: string;
  /** A hook that is there: the line goes into it. */
  there?: string;
  /** What a user has to do besides. */
  steps: readonly string[];
}

const OWN_FOLDER = '.githooks';
const TO_SET = `git config core.hooksPath ${OWN_FOLDER}, in each clone, for the hook to run`;

/**
 * Into the folder that git runs hooks from, if that is a part of the repository. Else into one that can be committed, unless a hook
 * is there that would be run no more.
 *
 * @param folder the root of the repository, absolute
 */
export function planHook(folder: string, repository: GitRepository | undefined): HookPlan {
  const own = `${OWN_FOLDER}/pre-commit`;
  const husky = join(folder, '.husky');
  const isElsewhere = repository?.isHooksPathSet === true && !isBelow(husky, repository.hooks);
  if (existsSync(husky) && !isElsewhere) return { write: '.husky/pre-commit', steps: [] };
  const isOwnThere = existsSync(join(folder, own));
  if (repository === undefined) return { [isOwnThere ? 'there' : 'write']: own, steps: [TO_SET] };
  const { hooks, isHooksPathSet, present } = repository;
  const path = shown(folder, join(hooks, 'pre-commit'));
  if (present.includes('pre-commit')) return { there: path, steps: [] };
  if (isHooksPathSet && isBelow(folder, hooks)) return { write: path, steps: [] };
  if (isHooksPathSet)
    return {
      steps: [`core.hooksPath names ${hooks}, outside of this repository. Make ${path} there:\n${HOOK}`],
    };
  const others = `${shown(folder, hooks)} has ${present.join(', ')}, which git then runs no more: move them there, or put "${HOOK_LINE}" into ${path} instead`;
  const steps = [present.length === 0 ? TO_SET : `${TO_SET}. ${others}`];
  return { [isOwnThere ? 'there' : 'write']: own, steps };
}

function shown(folder: string, path: string): string {
  return isBelow(folder, path) ? relative(folder, path).split(sep).join('/') : path;
}
