import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Whether a path is a folder or in it; both absolute. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** From the working folder where it is below that. */
export function shownPath(path: string): string {
  const full = resolve(path);
  return (isBelow(resolve('.'), full) ? relative('.', full) : full).split(sep).join('/');
}
