import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { replaceFile } from '../../config/write-file.ts';
import { InputError } from '../read-dockerfile.ts';
import type { FileChange } from './plan-fixes.ts';

/**
 * Writes each file whole: to a new file beside it that then takes its name, with its permissions. What a link names is
 * written, the link stays.
 *
 * @throws InputError naming the file that could not be written; those before it are
 */
export async function writeChanges(changes: readonly FileChange[]): Promise<void> {
  for (const { path, after } of changes) {
    await replaceFile(path, after).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      throw new InputError(`${path} could not be written (${code}); nothing in it was changed`);
    });
  }
}

const run = promisify(execFile);
/** A scanned repository's own settings run nothing. */
const TRUSTED = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** What a user should know before a file is overwritten: that git could not bring it back. */
export async function warningsFor(changes: readonly FileChange[]): Promise<string[]> {
  const warnings = await Promise.all(
    changes.map(async ({ path, before }) => {
      if (before === '') return [];
      const state = await stateOf(path);
      return state === undefined ? [] : [`${path} ${state}`];
    }),
  );
  return warnings.flat();
}

async function stateOf(path: string): Promise<string | undefined> {
  const name = basename(path);
  try {
    const options = { cwd: dirname(path), env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' } };
    const status = ['status', '--porcelain', '--ignored', '--', name];
    const { stdout } = await run('git', [...TRUSTED, ...status], options);
    if (stdout === '') return undefined;
    return /^(?:\?\?|!!)/.test(stdout)
      ? 'is not under version control'
      : 'had changes that were not committed';
  } catch {
    return 'is not under version control';
  }
}
