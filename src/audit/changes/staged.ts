import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { isDockerfileName } from '../dockerfile-name.ts';
import type { Skipped } from '../finding.ts';
import { displayName } from '../open-dockerfile.ts';
import { isBelow } from '../project/shown-path.ts';
import { InputError, NOT_THERE } from '../read-dockerfile.ts';
import type { Tree } from '../tree.ts';
import type { Changes } from './changes.ts';
import { earlierTree } from './earlier-files.ts';
import { needGit, notHere } from './git.ts';
import { IndexFiles } from './index-files.ts';
import { RAW_DIFF, readTreeDiff } from './tree-diff.ts';
import { isWatched } from './watched-files.ts';

const NOT_IN_INDEX =
  'is a submodule: what it holds is in an index of its own and is not read; audit it there';

/**
 * What the next commit would bring, read from the index of git, and what it comes after. Nothing of the work tree is read.
 * All is audited where anything is staged: which files are Dockerfiles, and which hold credentials, others say.
 *
 * @param paths that it is narrowed down to: files or folders
 * @throws InputError when git cannot tell
 */
export async function stagedChanges(paths: readonly string[]): Promise<Changes> {
  if (paths.includes('-'))
    throw new InputError('--staged and - exclude each other: git has no standard input staged');
  const [index, raw] = await Promise.all([IndexFiles.open(), needGit([...RAW_DIFF, '--cached'])]);
  const diff = readTreeDiff(raw);
  const shown = (path: string) => relative('.', resolve(index.root, path)).split(sep).join('/');
  const now = indexTree(index);
  const before = earlierTree(now, index.root, diff, (path) => index.link(path));
  const isAny = diff.old.size + diff.conflicts.length > 0;
  const there = (paths.length === 0 ? ['.'] : paths).filter((path) => index.exists(path));
  return {
    paths: isAny ? toAudit(there, index) : [],
    now,
    before,
    changed: new Set(Array.from(diff.old.keys(), shown)),
    renamed: new Map(Array.from(diff.renamed, ([to, from]) => [shown(to), shown(from)])),
    since: 'the last commit',
    skipped: [
      ...paths.filter((path) => !index.exists(path) && !before.files.exists(path)).map(notStaged),
      ...diff.conflicts
        .map(shown)
        .filter(isWatched)
        .map((what) => ({ what, reason: 'has a conflict; resolve it and stage it' })),
    ],
    holes: () =>
      Array.from(new Set([...index.holes, ...before.holes]), shown).map((what) => notHere(what, '--cached')),
    notes: isAny
      ? index.submodules.map(shown).map((what) => ({ what, reason: NOT_IN_INDEX }))
      : [{ what: '--staged', reason: 'nothing is staged' }],
  };
}

function notStaged(path: string): Skipped {
  const reason = existsSync(path) ? 'is not staged; git add it, or leave out --staged' : NOT_THERE;
  return { what: displayName(path), reason };
}

/**
 * Folders, and for a file the working folder, whose builds may be its; outside of that the file's own. A file that is
 * called like no Dockerfile and like nothing else is one by its being named.
 */
function toAudit(tops: readonly string[], index: IndexFiles): string[] {
  const isFolder = (top: string) => index.kind(index.real(top)) === 'folder';
  const folderOf = (top: string) => {
    if (isFolder(top)) return top;
    return isBelow(resolve('.'), resolve(top)) ? '.' : dirname(top);
  };
  const isNamed = (top: string) => !isFolder(top) && (isDockerfileName(top) || !isWatched(top));
  const files = tops.filter(isNamed).map((top) => relative('.', resolve(top)).split(sep).join('/'));
  return [...new Set([...tops.map(folderOf), ...files])];
}

function indexTree(index: IndexFiles): Tree {
  return {
    files: index,
    find: async (folder, wanted) =>
      index.find(folder, (path) => wanted(path) && !/(?:^|\/)node_modules\//.test(path)),
  };
}
