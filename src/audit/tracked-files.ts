import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gitEnvironment, TRUSTED } from './trusted-git.ts';

const run = promisify(execFile);
const LIST = ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'];

/** The files below a folder that git keeps although its ignore files name them; none where git cannot tell. */
export async function trackedThoughIgnored(folder: string): Promise<string[]> {
  const options = { cwd: folder, maxBuffer: 64 << 20, env: gitEnvironment() };
  try {
    const { stdout } = await run('git', [...TRUSTED, ...LIST], options);
    return stdout.split('\0').filter((path) => path !== '');
  } catch {
    return [];
  }
}
