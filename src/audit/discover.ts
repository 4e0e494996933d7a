import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Interrupt } from '../config/interrupt.ts';
import type { Skipped } from './finding.ts';
import { trackedThoughIgnored } from './tracked-files.ts';

const NEVER = new Set(['.git', 'node_modules']);

/** One folder's ignore file; patterns in it are relative to the folder. */
interface IgnoreLevel {
  folder: string;
  rules: Ignore;
}

interface Search {
  root: string;
  /** Of a path relative to the root, with `/`. */
  wanted(path: string): boolean;
  skip(skipped: Skipped): void;
  found: string[];
  /** Something was left out. */
  hasIgnored: boolean;
  interrupt: Pick<Interrupt, 'signal'> | undefined;
}

/**
 * The files below a folder that are wanted, relative to it and sorted, without what git ignores (what it keeps all the
 * same is found) and without node_modules. A folder that cannot be read is handed to `skip`.
 * What was found by then, where it is interrupted. Links to folders are not followed.
 */
export async function findFiles(
  root: string,
  wanted: Search['wanted'],
  skip: Search['skip'],
  interrupt?: Search['interrupt'],
): Promise<string[]> {
  const search: Search = { root, wanted, skip, found: [], hasIgnored: false, interrupt };
  await walk('', await outerLevels(resolve(root)), search);
  const kept = search.hasIgnored && interrupt?.signal === undefined ? await trackedThoughIgnored(root) : [];
  const wantedToo = kept.filter((path) => wanted(path) && !/(?:^|\/)node_modules\//.test(path));
  return [...new Set([...search.found, ...wantedToo])].sort();
}

async function walk(inner: string, outer: readonly IgnoreLevel[], search: Search): Promise<void> {
  const folder = join(search.root, inner);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    search.skip({ what: folder, reason: `the folder could not be read (${error.code ?? error.message})` });
    return [];
  });
  const levels = [...outer, ...(await ignoreLevel(resolve(folder), '.gitignore'))];
  for (const entry of entries) {
    if (search.interrupt?.signal !== undefined) return;
    const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
    const isFolder = entry.isDirectory();
    if (NEVER.has(entry.name) || (!isFolder && !search.wanted(path))) continue;
    const full = join(search.root, path);
    if (isIgnored(resolve(full), isFolder, levels)) {
      search.hasIgnored = true;
      continue;
    }
    if (isFolder) await walk(path, levels, search);
    else if (entry.isFile() || (await isFile(full))) search.found.push(path);
  }
}

/** The ignore files that hold for a folder from above, up to the root of its git work tree. */
async function outerLevels(folder: string): Promise<IgnoreLevel[]> {
  const levels: IgnoreLevel[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (at !== folder) levels.unshift(...(await ignoreLevel(at, '.gitignore')));
    if (await exists(join(at, '.git')))
      return [...(await ignoreLevel(at, join('.git', 'info', 'exclude'))), ...levels];
    if (dirname(at) === at) return [];
  }
}

async function ignoreLevel(folder: string, name: string): Promise<IgnoreLevel[]> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  return text === undefined ? [] : [{ folder, rules: ignore().add(text) }];
}

/** As in git, the innermost file that says anything decides. */
function isIgnored(path: string, isFolder: boolean, levels: readonly IgnoreLevel[]): boolean {
  for (const { folder, rules } of [...levels].reverse()) {
    const inside = relative(folder, path).split(sep).join('/');
    const { ignored, unignored } = rules.test(isFolder ? `${inside}/` : inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path)
    .then((found) => found.isFile())
    .catch(() => false);
}

async function exists(path: string): Promise<boolean> {
  return stat(path)
    .then(() => true)
    .catch(() => false);
}
