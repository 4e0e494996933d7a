import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit, root } from '../support/cli.ts';
import { type Daemon, docker, dockerSave, startDaemon } from './daemon.ts';
import { run, toolPath } from './run.ts';

const TAG = 'build-audit:test';
let daemon: Daemon;
beforeAll(async () => {
  daemon = await startDaemon();
}, 90_000);
afterAll(() => daemon?.stop(), 60_000);

/** An image with nothing but this machine's Node and the libraries it is linked with, where distroless has it. */
async function nodeImage(): Promise<string> {
  const context = join(daemon.folder, 'node');
  const { stdout } = await promisify(execFile)('ldd', [process.execPath]);
  const libraries = Array.from(stdout.matchAll(/(?:=> |^\s*)(\/\S+)/gm), ([, path]) => path ?? '');
  for (const [from, to] of [
    [process.execPath, 'nodejs/bin/node'],
    ...libraries.map((path) => [path, path]),
  ] as const) {
    const file = join(context, 'files', to);
    await mkdir(dirname(file), { recursive: true });
    await copyFile(from, file);
  }
  await mkdir(join(context, 'files/tmp'));
  await chmod(join(context, 'files/tmp'), 0o1777);
  await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY files /\n');
  await docker(daemon, ['build', '--network=none', '--tag', 'node-alone:1', context]);
  return 'node-alone:1';
}

/** Runs the image as a user would, and more strictly. */
async function inImage(...args: string[]): Promise<{ code: number; stdout: string }> {
  const safe = ['--network=none', '--read-only', '--cap-drop=ALL', '--tmpfs=/tmp'];
  const asked = ['run', '--rm', ...safe, `--volume=${daemon.folder}/work:/work:ro`, TAG, ...args];
  const options = { env: { ...process.env, DOCKER_HOST: daemon.host } };
  const {
    code = 0,
    stdout,
    stderr,
  } = await promisify(execFile)(toolPath('docker'), asked, options).catch((error) => error);
  expect(stderr).toBe('');
  return { code, stdout };
}

test('the image of the tool is clean, needs no shell and no root, and audits', async () => {
  const node = await nodeImage();
  const env = { DOCKER_HOST: daemon.host, DOCKER_BUILDKIT: '1' };
  const file = join(root, 'docker/Dockerfile');
  const flags = ['--network=none', '--build-arg', `NODE=${node}`, '--file', file, '--tag', TAG];
  await run('docker', ['build', ...flags, root], env);

  const work = join(daemon.folder, 'work');
  await mkdir(work);
  await writeFile(join(work, 'Dockerfile'), 'FROM alpine:3.20\nARG NPM_TOKEN\n');
  const saved = await dockerSave(daemon, [node]);
  await copyFile(saved, join(work, basename(saved)));
  await chmod(join(work, basename(saved)), 0o644);

  // The rules, the patterns and the samples of this tool are no secrets, however unsure one is.
  const own = await dockerSave(daemon, [TAG]);
  const clean = { code: 0, stdout: 'no findings in 1 image\n', stderr: '' };
  expect(await audit(['image', own, '--dockerfile', file])).toEqual(clean);
  expect(await audit(['image', own, '--min-confidence', 'possible'])).toEqual(clean);

  const found = await inImage();
  expect(found.stdout).toContain('Dockerfile:2:5  secret-in-arg');
  expect(found.code).toBe(1);
  expect(await inImage('image', basename(saved))).toEqual({ code: 0, stdout: 'no findings in 1 image\n' });
  expect((await inImage('--version')).stdout).toMatch(/^build-audit\//);
  const user = await docker(daemon, ['image', 'inspect', '--format', '{{.Config.User}}', TAG]);
  expect(user.trim()).toBe('65532:65532');
});

test('its Dockerfile, its action and its examples for CI systems are clean', async () => {
  const alone = await audit(['dockerfile', 'docker/Dockerfile', '--min-confidence', 'possible']);
  expect(alone).toMatchObject({ code: 0, stdout: 'no findings in 1 Dockerfile\n' });
  const { stdout } = await audit(['dockerfile', '.', '--format', 'json']);
  const { findings, skipped } = JSON.parse(stdout);
  const places = [...findings.map((one: { location: { path: string } }) => one.location.path), ...skipped];
  expect(places.filter((place) => !/^(?:fixtures|test)\//.test(place.what ?? place))).toEqual([]);
});
