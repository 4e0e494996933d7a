import { join, relative, resolve, sep } from 'node:path';
import { type ReadOptions, readBuilds } from '../../build/read-builds.ts';
import { mayDescribeBuilds } from '../../build/readers.ts';
import { storeAt } from '../../credentials/stores.ts';
import { isDockerfileName } from '../discover.ts';
import type { Skipped } from '../finding.ts';
import { THIS_AUDIT } from '../tell-interrupt.ts';
import type { Tree } from '../tree.ts';
import { needGit } from './git.ts';
import { IndexFiles } from './index-files.ts';
import { placesOf, type Scope } from './scope.ts';

/** What is audited instead of what the disk has. */
export interface Changes {
  /** Dockerfiles and folders; as given where absent. */
  paths?: readonly string[];
  tree?: Tree;
  scope: Scope;
  skipped: readonly Skipped[];
  notes: readonly Skipped[];
}

/** What build files may cost, and what ends the reading of them. */
export type Bounds = Pick<ReadOptions, 'limits' | 'interrupt'>;

const IGNORE_FILE = /(?:^|\.|\/)(?:docker|container)ignore$/;
/** `:MODE MODE ID ID STATUS`; a submodule's mode is 160000, of a conflict the status is U. */
const RAW = /^:\d+ (?<mode>\d+) \S+ \S+ (?<status>[A-Z])/;

/**
 * What the next commit would bring, read from the index of git: the Dockerfiles, with the builds where a file that builds
 * is staged, too. Nothing of the work tree is read.
 *
 * @param paths that it is narrowed down to: files or folders
 * @throws InputError when git cannot tell
 */
export async function stagedChanges(
  paths: readonly string[],
  bounds: () => Promise<Bounds>,
): Promise<Changes> {
  const list = ['diff', '--cached', '--raw', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules'];
  const [index, raw] = await Promise.all([IndexFiles.open(), needGit(list)]);
  const { changed, skipped } = changedPaths(raw);
  const shown = (path: string) => relative('.', resolve(index.root, path)).split(sep).join('/');
  const tops = (paths.length === 0 ? ['.'] : paths).map((path) => resolve(path));
  const isWanted = (path: string) =>
    tops.some((top) => resolve(path) === top || resolve(path).startsWith(join(top, sep)));
  const staged = changed.map(shown).filter(isWanted);
  const dockerfiles = staged.filter(isDockerfileName);
  const builders = await filesThatBuild(staged, index, await bounds());
  const isContext = staged.some((path) => IGNORE_FILE.test(path) || storeAt(`/${path}`) !== undefined);
  const scope = stagedScope(new Set(staged), builders, isContext);
  const whole = builders.size > 0 || isContext;
  const nothing = {
    what: '--staged',
    reason: 'no Dockerfile is staged in this folder, nor a file that builds one',
  };
  return {
    paths: whole ? ['.'] : dockerfiles,
    tree: indexTree(index),
    scope,
    skipped: skipped.map((path) => ({
      what: shown(path),
      reason: 'has a conflict; resolve it and stage it',
    })),
    notes: whole || dockerfiles.length > 0 ? [] : [nothing],
  };
}

/** What is there afterwards: nothing deleted, no submodules. */
function changedPaths(raw: string): { changed: string[]; skipped: string[] } {
  const changed: string[] = [];
  const skipped: string[] = [];
  const fields = raw.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const { mode, status } = RAW.exec(fields[at] ?? '')?.groups ?? {};
    const path = fields[at + 1] ?? '';
    if (status === 'U') skipped.push(path);
    else if (status !== 'D' && mode !== '160000') changed.push(path);
  }
  return { changed, skipped: skipped.filter((path) => isDockerfileName(path) || mayDescribeBuilds(path)) };
}

/** Of the staged files those that call a builder; a program rarely does. */
async function filesThatBuild(
  staged: readonly string[],
  index: IndexFiles,
  bounds: Bounds,
): Promise<Set<string>> {
  const possible = staged.filter((path) => mayDescribeBuilds(path) && !path.startsWith('../'));
  index.preload([...possible, ...staged.filter(isDockerfileName)]);
  const { builds, problems } = await readBuilds('.', possible, { files: index, ...bounds });
  return new Set([
    ...builds.map(({ at }) => at.source.path),
    ...problems.filter(({ grave }) => grave).map(({ what }) => what),
  ]);
}

function indexTree(index: IndexFiles): Tree {
  return {
    files: index,
    find: async (folder, wanted) => {
      const found = Array.from(index.paths(), (path) =>
        relative(folder, resolve(index.root, path)).split(sep).join('/'),
      ).filter((path) => !/^\.\.\/|(?:^|\/)node_modules\//.test(path) && wanted(path));
      index.preload(found.map((path) => join(folder, path)));
      return found.sort();
    },
  };
}

function stagedScope(staged: ReadonlySet<string>, builders: ReadonlySet<string>, isContext: boolean): Scope {
  return {
    outside: 'in what is not staged',
    isShown: (finding) =>
      (isContext && finding.rule === 'copied-credential-file') ||
      placesOf(finding).some((place) => place.kind === 'source' && staged.has(place.path)),
    isTold: (what) =>
      what === THIS_AUDIT || staged.has(what) || staged.has(what.replace(/(?::\d+){0,2}(?: \(.*)?$/s, '')),
    isAudited: (dockerfile, buildFiles) =>
      isContext || staged.has(dockerfile) || buildFiles.some((path) => builders.has(path)),
  };
}
