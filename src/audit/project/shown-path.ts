import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** Whether a path is a folder or in it; both absolute. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** Whether a path leads out of a folder, by links as well. What is not there yet leads where its folder does. */
export function leadsOut(folder: string, path: string): boolean {
  if (!isBelow(folder, path)) return true;
  const there = [path, dirname(path)].find((one) => existsSync(one));
  return there !== undefined && !isBelow(realpathSync(folder), realpathSync(there));
}

/** From the working folder where it is below that; in one line. */
export function shownPath(path: string): string {
  const full = resolve(path);
  const shown = (isBelow(resolve('.'), full) ? relative('.', full) : full).split(sep).join('/');
  return shown.replace(/[\r\n]+/g, ' ');
}
