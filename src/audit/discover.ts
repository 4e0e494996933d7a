import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import type { Skipped } from './finding.ts';

const isDockerfile = picomatch(['Dockerfile', 'Dockerfile.*', '*.{D,d}ockerfile', 'Containerfile*'], {
  ignore: ['*.{docker,container}ignore'],
  dot: true,
});
const NEVER = new Set(['.git', 'node_modules']);

/** One folder's ignore file; patterns in it are relative to the folder. */
interface IgnoreLevel {
  folder: string;
  rules: Ignore;
}

/**
 * The Dockerfiles below a folder, sorted, without what git ignores and without node_modules. A folder that cannot
 * be read is handed to `skip`. Links to folders are not followed.
 */
export async function findDockerfiles(folder: string, skip: (skipped: Skipped) => void): Promise<string[]> {
  const found: string[] = [];
  await walk(folder, await outerLevels(resolve(folder)), found, skip);
  return found.sort();
}

async function walk(
  folder: string,
  outer: readonly IgnoreLevel[],
  found: string[],
  skip: (skipped: Skipped) => void,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    skip({ what: folder, reason: `the folder could not be read (${error.code ?? error.message})` });
    return [];
  });
  const levels = [...outer, ...(await ignoreLevel(resolve(folder), '.gitignore'))];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (NEVER.has(entry.name) || isIgnored(resolve(path), entry.isDirectory(), levels)) continue;
    if (entry.isDirectory()) await walk(path, levels, found, skip);
    else if (isDockerfile(entry.name) && (await isFile(path))) found.push(path);
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
