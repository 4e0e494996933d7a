import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { tempFolder } from '../support/images/temp.ts';

const PASSWORD = 'q7Zr2Lk9Tp4mXa8V';

/** Runs the example as it is, or with a step more, beside a `docker` that tells what it was given. */
async function build(env: Record<string, string>, step = 'COPY . .') {
  const folder = await tempFolder();
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/build-audit'));
  const example = await readFile(join(root, 'examples/before-build.mjs'), 'utf8');
  await writeFile(join(folder, 'build.mjs'), example.replace('\nCOPY . .\n', `\n${step}\n`));
  await writeFile(join(folder, 'docker'), '#!/bin/sh\necho "asked: $*"\ncat\nexit 7\n', { mode: 0o755 });
  const options = { cwd: folder, env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder, ...env } };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, ['build.mjs'], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
}

test('the example rewrites what it builds and hands over secrets', async () => {
  const { code, stdout, stderr } = await build({
    UV_INDEX: `https://aws:${PASSWORD}@feed.example.com/simple`,
  });
  expect(code).toBe(7);
  expect(stdout).toContain('asked: build --file - --secret id=uv_index,env=UV_INDEX .\n');
  expect(stdout).toContain('RUN --mount=type=secret,id=uv_index,env=UV_INDEX,required=true uv sync');
  expect(stdout).not.toMatch(/^ENV /m);
  expect(stdout + stderr).not.toContain(PASSWORD);
});

test('the example refuses what cannot be mended', async () => {
  const token = credential('github-pat-classic');
  const { code, stdout, stderr } = await build({}, `RUN echo ${token} > /token`);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('not built');
  expect(stderr).not.toContain(token);
});
