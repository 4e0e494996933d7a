import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { replaceFile } from '../../config/write-file.ts';
import { InputError } from '../read-dockerfile.ts';
import { gitEnvironment, TRUSTED } from '../trusted-git.ts';
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

/** A file of HEAD is asked for: that runs no filter, as the state of the work tree may. */
async function stateOf(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    const options = { cwd: dirname(real), env: gitEnvironment() };
    const asked = ['ls-tree', '-z', 'HEAD', '--', basename(real)];
    const { stdout } = await run('git', [...TRUSTED, ...asked], options);
    const [, id] = /^\d+ blob ([0-9a-f]+)\t/.exec(stdout) ?? [];
    if (id === undefined) return 'is not under version control';
    return isBlob(await readFile(real), id) ? undefined : 'had changes that were not committed';
  } catch {
    return 'is not under version control';
  }
}

/** Whether git keeps these bytes under an id; it may keep line ends in another form. */
function isBlob(bytes: Buffer, id: string): boolean {
  const withLineFeeds = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return [bytes, withLineFeeds].some((content) => {
    const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
    return hash.update(`blob ${content.length}\0`).update(content).digest('hex') === id;
  });
}
