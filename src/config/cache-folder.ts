import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const NAME = 'build-audit';

/**
 * Where this user's caches lie: BUILD_AUDIT_CACHE, else the folder that the system has for it (XDG base directory
 * specification; ~/Library/Caches on macOS; LOCALAPPDATA on Windows).
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { BUILD_AUDIT_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (own) return own;
  if (process.platform === 'win32' && local) return join(local, NAME, 'Cache');
  if (process.platform === 'darwin' && !xdg) return join(homedir(), 'Library', 'Caches', NAME);
  return join(xdg || join(homedir(), '.cache'), NAME);
}

/** Makes a folder that nobody else can look into. Throws what the system does. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  return path;
}
