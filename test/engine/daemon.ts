import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuildRequest, buildArgFlags, writeContext } from './context.ts';
import { run, toolPath, workFolder } from './run.ts';

const START_MS = 60_000;
const STOP_MS = 20_000;

/** A dockerd of this test alone, in a folder of its own. */
export interface Daemon {
  folder: string;
  /** DOCKER_HOST of the client. */
  host: string;
  stop(): Promise<void>;
}

/** Starts dockerd (as root, without network) and waits until it answers. Stop it whatever becomes of the test. */
export async function startDaemon(): Promise<Daemon> {
  const { folder, remove } = await workFolder();
  await mkdir(join(folder, 'root'));
  const host = `unix://${folder}/docker.sock`;
  const flags = [
    '--data-root',
    `${folder}/root`,
    '--exec-root',
    `${folder}/exec`,
    '--pidfile',
    `${folder}/pid`,
  ];
  const log = openSync(join(folder, 'log'), 'w');
  const child = spawn(toolPath('dockerd'), ['--iptables=false', '--bridge=none', '-H', host, ...flags], {
    stdio: ['ignore', log, log],
  });
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async () => {
    await stopChild(child);
    process.off('exit', kill);
    await remove();
  };
  try {
    await untilAnswering(child, host, join(folder, 'log'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { folder, host, stop };
}

/** `docker build`, with BuildKit or the classic builder. Returns the image's id, `sha256:…`. */
export async function dockerBuild(
  { folder, host }: Daemon,
  { files, buildArgs, tag }: BuildRequest,
  builder: 'buildkit' | 'classic' = 'buildkit',
): Promise<string> {
  const context = await writeContext(folder, files);
  const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' };
  await run('docker', ['build', '--network=none', ...buildArgFlags(buildArgs), '-t', tag, context], env);
  return (await docker({ host }, ['image', 'inspect', '--format', '{{.Id}}', tag])).trim();
}

/** `docker save` of one or more images; returns the archive's path. */
export async function dockerSave({ folder, host }: Daemon, tags: readonly string[]): Promise<string> {
  const path = join(folder, `${tags.join('+').replace(/[^\w.+-]/g, '_')}.tar`);
  await docker({ host }, ['save', '-o', path, ...tags]);
  return path;
}

export async function docker({ host }: Pick<Daemon, 'host'>, args: readonly string[]): Promise<string> {
  return run('docker', args, { DOCKER_HOST: host });
}

async function untilAnswering(child: ChildProcess, host: string, log: string): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(200)) {
    if (child.exitCode !== null) break;
    const answers = await docker({ host }, ['version']).then(
      () => true,
      () => false,
    );
    if (answers) return;
  }
  const said = (await readFile(log, 'utf8')).split('\n').slice(-15).join('\n');
  throw new Error(`dockerd does not answer (it needs root and the right to mount); its last words:\n${said}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(STOP_MS, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await gone;
}
