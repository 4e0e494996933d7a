import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askGit } from '../changes/git.ts';
import { InputError } from '../read-dockerfile.ts';

/** What git says of the repository that a folder is the root of. */
export interface GitRepository {
  /** Where hooks are looked for, absolute. */
  hooks: string;
  /** `core.hooksPath` says so. */
  isHooksPathSet: boolean;
  /** Those that are there and are run. */
  present: readonly string[];
  isOnGithub: boolean;
}

/**
 * Asks git. Of a work tree and a submodule, whose `.git` is a file, hooks and settings lie elsewhere. Undefined where there is
 * no repository, or no git.
 *
 * @throws InputError for a folder inside of a repository: hooks and workflows lie at its root
 */
export async function repositoryAt(folder: string): Promise<GitRepository | undefined> {
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    const answer = await askGit(['-C', folder, ...args]).catch(() => undefined);
    return answer?.code === 0 ? answer.stdout.replace(/\n$/, '') : undefined;
  };
  const [way, common, paths, remotes] = await Promise.all([
    ask('rev-parse', '--show-cdup'),
    ask('rev-parse', '--git-common-dir'),
    ask('config', '--show-scope', '--type=path', '--get-all', 'core.hooksPath'),
    ask('config', '--get-regexp', '^remote\\..*\\.url$'),
  ]);
  if (way === undefined || common === undefined) return undefined;
  if (way !== '')
    throw new InputError(`this folder is inside of a repository: run "audit init" at its root, ${way}`);
  const set = hooksPathIn(paths ?? '');
  const hooks = resolve(folder, set ?? join(common, 'hooks'));
  return {
    hooks,
    isHooksPathSet: set !== undefined,
    present: existsSync(hooks) ? readdirSync(hooks).filter(isHook) : [],
    isOnGithub: /\bgithub\.com[/:]/m.test(remotes ?? ''),
  };
}

/** What was said last, and not by us: git is asked without any hooks. */
function hooksPathIn(listing: string): string | undefined {
  const said = listing.split('\n').map((line) => /^(?<scope>\w+)\t(?<path>.+)$/.exec(line)?.groups);
  return said.findLast((one) => one !== undefined && one['scope'] !== 'command')?.['path'];
}

function isHook(name: string): boolean {
  return /^(?:pre|post|commit|prepare|applypatch|update|reference|push|fsmonitor|sendemail)[a-z-]*$/.test(
    name,
  );
}
