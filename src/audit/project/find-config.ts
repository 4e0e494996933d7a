import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import type { Files } from '../../context/files.ts';

const NAMES = ['.build-audit.yaml', '.build-audit.yml', '.build-audit.json'];
/** The key of package.json. */
export const PACKAGE_KEY = 'build-audit';

/** Where a project begins, and its configuration where it has one. */
export interface Found {
  /** The folder with `.git`, or the one that was started from. */
  root: string;
  config?: string;
}

/**
 * Looks for a configuration upwards from a folder, the nearest counts, up to the folder with `.git`; where there is none,
 * in the folder alone: what lies above a project has no say in it.
 *
 * @param files of the disk, or what git has staged
 * @throws ConfigError where one folder has two
 */
export function findConfig(start: string, files: Files): Found {
  const root = rootOf(start);
  for (let folder = start; ; folder = dirname(folder)) {
    const config = configIn(folder, files);
    if (config !== undefined) return { root, config };
    if (folder === root) return { root };
  }
}

/** The folder with `.git` that a folder is in, else itself. */
export function rootOf(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

function configIn(folder: string, files: Files): string | undefined {
  // A link that leads nowhere, or out of an index, is one that cannot be read.
  const isThere = (path: string) => files.exists(path) || files.kind(path) === 'link';
  const found = NAMES.map((name) => join(folder, name)).filter(isThere);
  const inPackage = join(folder, 'package.json');
  if (hasKey(inPackage, files)) found.push(inPackage);
  const [first, second] = found;
  if (first !== undefined && second !== undefined)
    throw new ConfigError(`${second}: there is ${first} as well; keep one of them`);
  return first;
}

/** More than any package.json has. */
const MOST_BYTES = 4 << 20;

function hasKey(path: string, files: Files): boolean {
  const text = textOf(path, files);
  if (!text.includes(`"${PACKAGE_KEY}"`)) return false;
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && Object.hasOwn(content, PACKAGE_KEY);
  } catch {
    throw new ConfigError(
      `${path}: is no JSON, so what it says under "${PACKAGE_KEY}" is not known; mend it`,
    );
  }
}

/** Nothing of one that cannot be read: npm has to say what is wrong with it. */
function textOf(path: string, files: Files): string {
  try {
    const file = files.file(path);
    if (file === undefined || file.size > MOST_BYTES) return '';
    return file
      .read(file.size)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch {
    return '';
  }
}
