/** Before any command of git: nothing that a scanned repository's own settings name is run. */
export const TRUSTED = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** The environment of any command of git: nothing is fetched, nothing is locked, and it speaks English. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const own = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  return { ...process.env, ...own };
}
