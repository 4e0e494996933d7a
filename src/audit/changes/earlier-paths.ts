import { posix, relative, resolve, sep } from 'node:path';
import { isDockerfileName } from '../dockerfile-name.ts';
import type { Changes } from './changes.ts';

/**
 * Where what is audited now was before: a file under its old name, a folder also where files were moved in from.
 *
 * @param paths that are audited now
 */
export function earlierPaths(paths: readonly string[], { renamed }: Pick<Changes, 'renamed'>): string[] {
  const earlier = paths.map((path) => (path === '-' ? path : (renamed.get(fromHere(path)) ?? path)));
  const moved = paths.filter((path) => path !== '-').flatMap((path) => movedInto(fromHere(path), renamed));
  return [...new Set([...earlier, ...moved])];
}

/** The folders that files of a folder were moved from, and Dockerfiles that were not moved with theirs. */
function movedInto(folder: string, renamed: Changes['renamed']): string[] {
  const found = new Set<string>();
  for (const [to, from] of renamed) {
    const inside = posix.relative(folder, to);
    if (inside === '' || isAbove(inside) || !isAbove(posix.relative(folder, from))) continue;
    if (from === inside) found.add('.');
    else if (from.endsWith(`/${inside}`)) found.add(from.slice(0, -inside.length - 1));
    else if (isDockerfileName(from)) found.add(from);
  }
  return [...found];
}

function isAbove(way: string): boolean {
  return way === '..' || way.startsWith('../');
}

function fromHere(path: string): string {
  return relative('.', resolve(path)).split(sep).join('/');
}
