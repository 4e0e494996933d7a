import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Daemon } from './daemon.ts';
import { toolPath } from './run.ts';

const execute = promisify(execFile);

/** `docker build` with BuildKit, without a network unless a flag gives it one. Answers the log. */
export async function build(
  { host }: Pick<Daemon, 'host'>,
  context: string,
  flags: readonly string[],
): Promise<string> {
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_BUILDKIT: '1' };
  const args = ['build', '--progress=plain', '--network=none', ...flags, context];
  const { stdout, stderr } = await execute(toolPath('docker'), args, { env, maxBuffer: 2 ** 26 });
  return stdout + stderr;
}
