import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Skipped } from '../finding.ts';
import { isBelow } from '../project/shown-path.ts';
import { InputError } from '../read-dockerfile.ts';
import { gitEnvironment, TRUSTED } from '../trusted-git.ts';

const MOST_BYTES = 512 << 20;
/** What git says where a partial clone lacks an object. */
const NOT_FETCHED = /promisor remote|lazy fetching disabled/;

/** What git said, and how it ended. */
export interface GitAnswer {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Asks git something in the working folder. A hook's GIT_INDEX_FILE holds: of `git commit FILE` the index is another.
 *
 * @throws InputError when there is no git
 */
export function askGit(args: readonly string[]): Promise<GitAnswer> {
  const options = { env: { ...gitEnvironment(), ...linkedTree() }, maxBuffer: MOST_BYTES };
  return new Promise((answer, refuse) => {
    execFile('git', [...TRUSTED, ...args], options, (error, stdout, stderr) => {
      if (error === null) answer({ code: 0, stdout, stderr });
      else if (typeof error.code === 'number') answer({ code: error.code, stdout, stderr });
      else refuse(noAnswer(error.code));
    });
  });
}

/**
 * To hooks of a linked work tree git names its own folder alone, and then takes any folder that a hook goes to for the root.
 * Where the root is stands in there.
 */
function linkedTree(): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE } = process.env;
  const link = GIT_DIR === undefined || GIT_WORK_TREE !== undefined ? undefined : join(GIT_DIR, 'gitdir');
  if (GIT_DIR === undefined || link === undefined || !existsSync(link)) return {};
  const root = dirname(resolve(GIT_DIR, readFileSync(link, 'utf8').trim()));
  return isBelow(root, resolve('.')) ? { GIT_WORK_TREE: root } : {};
}

/**
 * The same, where an answer is needed.
 *
 * @throws InputError with what git said
 */
export async function needGit(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await askGit(args);
  if (code === 0) return stdout;
  if (/not a git repository/.test(stderr))
    throw new InputError(
      'this folder is in no git repository; leave out --staged and --since, or run it in one',
    );
  if (NOT_FETCHED.test(stderr))
    throw new InputError(
      'this clone is a partial one, and what git would compare is not here; let git fetch it: git diff --stat, with --cached or the commit',
    );
  const said =
    stderr
      .trim()
      .split('\n')[0]
      ?.replace(/^fatal: /, '') || `exit code ${code}`;
  const mend = /dubious ownership/.test(said)
    ? '; if you trust it: git config --global --add safe.directory "$PWD"'
    : '';
  throw new InputError(`git ${args[0]} failed: ${said}${mend}`);
}

/**
 * The root of the work tree. In it, as hooks are, git need not be asked.
 *
 * @throws InputError when there is none
 */
export async function workTree(): Promise<string> {
  if (process.env['GIT_WORK_TREE'] === undefined && existsSync('.git')) return resolve('.');
  return resolve((await needGit(['rev-parse', '--show-cdup'])).replace(/\n$/, ''));
}

/**
 * What blobs hold, by their ids, in one call. Those that are not here are left out; of a partial clone those behind them are,
 * too.
 *
 * @throws InputError when git cannot tell
 */
export function readBlobs(ids: Iterable<string>): Map<string, Buffer> {
  const input = [...new Set(ids)].map((id) => `${id}\n`).join('');
  const blobs = new Map<string, Buffer>();
  if (input === '') return blobs;
  const options = { env: gitEnvironment(), input, maxBuffer: MOST_BYTES };
  const { stdout, stderr, error, status } = spawnSync('git', [...TRUSTED, 'cat-file', '--batch'], options);
  if (error !== undefined) throw noAnswer('code' in error ? error.code : undefined);
  if (status !== 0 && !NOT_FETCHED.test(stderr.toString('latin1')))
    throw new InputError(`git cat-file failed: exit code ${status}`);
  for (let at = 0; at < stdout.length; ) {
    const lineEnd = stdout.indexOf('\n', at);
    const [id = '', , size] = stdout.toString('latin1', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (size === undefined) continue;
    blobs.set(id, stdout.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

/** Says of a file of a partial clone that it is not here, and how to get it. */
export function notHere(what: string, compared: string): Skipped {
  const reason = `is not all here: this clone is a partial one; let git fetch it: git diff --stat ${compared}`;
  return { what, reason };
}

function noAnswer(code: unknown): InputError {
  if (code === 'ENOENT')
    return new InputError('--staged and --since ask git, which was not found; install it');
  if (code === 'ENOBUFS' || code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new InputError(`git has more than ${MOST_BYTES} bytes to tell; name fewer files`);
  return new InputError(`git could not be run (${String(code)})`);
}
