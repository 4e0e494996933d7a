import { existsSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

const NAME = 'build-audit';

/**
 * Where this user's caches lie: BUILD_AUDIT_CACHE, else the folder that the system has for it (XDG base directory
 * specification; ~/Library/Caches on macOS; LOCALAPPDATA on Windows).
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { BUILD_AUDIT_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (own) return resolve(own);
  if (process.platform === 'win32' && local) return join(local, NAME, 'Cache');
  // A relative one is to be ignored, as the specification says.
  if (xdg && isAbsolute(xdg)) return join(xdg, NAME);
  const home = homedir();
  if (!isAbsolute(home)) return join(tmpdir(), `${NAME}-${process.getuid?.() ?? 'cache'}`);
  return process.platform === 'darwin' ? join(home, 'Library', 'Caches', NAME) : join(home, '.cache', NAME);
}

/** Makes a folder that nobody else can look into, where there is none. Throws what the system does. */
export function privateFolder(path: string): string {
  makeFolder(path);
  return path;
}

/** One after the other: what Node does for `recursive` never ends where nothing can be made, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
