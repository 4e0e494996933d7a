import { join, relative, resolve, sep } from 'node:path';
import { type ReadOptions, readBuilds } from '../../build/read-builds.ts';
import { mayDescribeBuilds } from '../../build/readers.ts';
import type { Files } from '../../context/files.ts';
import { isDockerfileName } from '../dockerfile-name.ts';
import { isBelow } from '../project/shown-path.ts';
import type { Tree } from '../tree.ts';
import type { Changes } from './changes.ts';
import { earlierTree } from './earlier-files.ts';
import { needGit } from './git.ts';
import { IndexFiles } from './index-files.ts';
import { RAW_DIFF, readTreeDiff } from './tree-diff.ts';
import { isOfContext, isWatched } from './watched-files.ts';

/** What build files may cost, and what ends the reading of them. */
export type Bounds = Pick<ReadOptions, 'limits' | 'interrupt'>;

/**
 * What the next commit would bring, read from the index of git, and what it comes after: the Dockerfiles, with the builds where a
 * file that builds or one of a build context is staged, or taken out, too. Nothing of the work tree is read.
 *
 * @param paths that it is narrowed down to: files or folders
 * @param bounds what holds, where the configuration is read from the index
 * @throws InputError when git cannot tell
 */
export async function stagedChanges(
  paths: readonly string[],
  bounds: (files: Files) => Promise<Bounds>,
): Promise<Changes> {
  const [index, raw] = await Promise.all([IndexFiles.open(), needGit([...RAW_DIFF, '--cached'])]);
  const diff = readTreeDiff(raw);
  const shown = (path: string) => relative('.', resolve(index.root, path)).split(sep).join('/');
  const tops = paths.length === 0 ? ['.'] : paths;
  const isWanted = (path: string) => tops.some((top) => isBelow(resolve(top), resolve(path)));
  const changed = new Set(Array.from(diff.old.keys(), shown).filter(isWanted));
  const now = indexTree(index);
  const before = earlierTree(now, index.root, diff, (path) => index.link(path));
  const audited = await pathsToAudit(changed, tops, { now, before }, await bounds(index));
  const nothing = {
    what: '--staged',
    reason: 'no Dockerfile is staged in this folder, nor a file that has a part in a build',
  };
  return {
    paths: audited,
    now,
    before,
    changed,
    renamed: new Map(Array.from(diff.renamed, ([to, from]) => [shown(to), shown(from)])),
    since: 'the last commit',
    skipped: diff.conflicts
      .map(shown)
      .filter(isWatched)
      .map((what) => ({ what, reason: 'has a conflict; resolve it and stage it' })),
    notes: audited.length > 0 ? [] : [nothing],
  };
}

/** The Dockerfiles that changed; everything where something that decides about others did. */
async function pathsToAudit(
  changed: ReadonlySet<string>,
  tops: readonly string[],
  { now, before }: Pick<Changes, 'now' | 'before'>,
  bounds: Bounds,
): Promise<readonly string[]> {
  const isAsked = (path: string) => changed.has(path) && isWatched(path);
  const changedIn = ({ find }: Tree) => find('.', isAsked, () => {});
  const staged = await changedIn(now);
  const isWhole =
    [...changed].some(isOfContext) ||
    (await doBuild(staged, now, bounds)) ||
    (await doBuild(await changedIn(before), before, bounds));
  if (!isWhole) return staged.filter(isDockerfileName);
  return tops.every((top) => now.files.kind(top) === 'folder') ? tops : ['.'];
}

/** Whether one of the files calls a builder; a program rarely does. */
async function doBuild(paths: readonly string[], { files }: Tree, bounds: Bounds): Promise<boolean> {
  const options = { files, ...bounds };
  const { builds, problems } = await readBuilds('.', paths.filter(mayDescribeBuilds), options);
  return builds.length > 0 || problems.some(({ grave }) => grave);
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
