import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { displayName } from '../open-dockerfile.ts';
import { isBelow } from '../project/shown-path.ts';
import { InputError } from '../read-dockerfile.ts';
import { diskTree } from '../tree.ts';
import type { Changes } from './changes.ts';
import { earlierTree } from './earlier-files.ts';
import { askGit, needGit, notHere, workTree } from './git.ts';
import { RAW_DIFF, readTreeDiff } from './tree-diff.ts';

const OUTSIDE =
  'lies outside of this repository, which knows no earlier state of it; audit it without --since';
const DEEPER = 'fetch more of it: git fetch --deepen=100, or check it out with its history (fetch-depth: 0)';

/**
 * The work tree, and what it was when it parted from another branch or commit. What git ignores and does not know was there
 * before as well.
 *
 * @param paths that are audited
 * @throws InputError when git does not know the commit, or not where they parted
 */
export async function changesSince(reference: string, paths: readonly string[]): Promise<Changes> {
  const [base, root] = await Promise.all([mergeBase(reference), workTree()]);
  const outside = paths.filter((path) => path !== '-' && liesOutside(root, path));
  const [raw, untracked] = await Promise.all([
    needGit([...RAW_DIFF, base, '--']),
    needGit(['ls-files', '--others', '--exclude-standard', '-z', '--full-name', ':/']),
  ]);
  const diff = readTreeDiff(raw);
  for (const path of untracked.split('\0')) if (path !== '') diff.old.set(path.replace(/\/$/, ''), undefined);
  const shown = (path: string) => relative('.', resolve(root, path)).split(sep).join('/');
  const before = earlierTree(diskTree, root, diff, (path) => readlinkSync(path));
  return {
    ...(paths.length > 0 && { paths: paths.filter((path) => !outside.includes(path)) }),
    now: diskTree,
    before,
    // Of standard input, and of what is not there, git knows no earlier state.
    changed: new Set([...Array.from(diff.old.keys(), shown), ...paths.filter(isNowhere).map(displayName)]),
    renamed: new Map(Array.from(diff.renamed, ([to, from]) => [shown(to), shown(from)])),
    since: reference,
    skipped: outside.map((path) => ({ what: displayName(path), reason: OUTSIDE })),
    notes: diff.moved.map(shown).map((what) => ({
      what,
      reason: 'is a submodule that was at another commit, which is not read: all that is in it counts as new',
    })),
    holes: () => Array.from(before.holes, shown).map((what) => notHere(what, base)),
  };
}

/** By its name, or where links lead. */
function liesOutside(root: string, path: string): boolean {
  if (!isBelow(root, resolve(path))) return true;
  return existsSync(path) && !isBelow(realpathSync(root), realpathSync(path));
}

function isNowhere(path: string): boolean {
  return path === '-' || !existsSync(path);
}

/** The id of the commit where they parted. */
async function mergeBase(reference: string): Promise<string> {
  const known = reference.startsWith('-')
    ? undefined
    : await askGit(['rev-parse', '--verify', '--quiet', `${reference}^{commit}`]);
  if (known?.code !== 0) {
    const shallow = await isShallow();
    const hint = shallow
      ? `this clone is shallow; ${DEEPER}`
      : 'fetch it first, or look for its name with git branch --all';
    throw new InputError(`--since: git knows no commit or branch ${reference}; ${hint}`);
  }
  const { code, stdout } = await askGit(['merge-base', known.stdout.trim(), 'HEAD']);
  if (code === 0) return stdout.trim();
  const hint = (await isShallow()) ? `this clone is shallow; ${DEEPER}` : 'name a commit that it comes from';
  throw new InputError(`--since: git does not know where this branch and ${reference} parted; ${hint}`);
}

async function isShallow(): Promise<boolean> {
  return (await needGit(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}
