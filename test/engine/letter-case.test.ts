import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { run, workFolder } from './run.ts';

const NPMRC = `//npm.example.com/:_authToken=${credential('npm-token')}\n`;
const LEAK = 'FROM alpine:3.20\nARG NPM_TOKEN\nRUN true\n';

/** A file system as Windows and macOS have them: names keep their letters, and are found by others. */
let mounted = '';
let work: Awaited<ReturnType<typeof workFolder>>;
let device = '';
beforeAll(async () => {
  work = await workFolder();
  const disk = join(work.folder, 'disk');
  mounted = join(work.folder, 'mounted');
  await mkdir(mounted);
  await writeFile(disk, '');
  await truncate(disk, 2 ** 26);
  await run('mkfs.exfat', [disk]);
  device = (await run('losetup', ['--find', '--show', disk])).trim();
  await run('mount.exfat-fuse', [device, mounted]);
});
afterAll(async () => {
  if (mounted !== '') await run('umount', [mounted]).catch(() => {});
  if (device !== '') await run('losetup', ['--detach', device]);
  await work?.remove();
});

let count = 0;
/** A folder there with files in it. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(mounted, `folder${count++}`);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
const auditIn = (cwd: string, ...args: string[]) => audit(['dockerfile', ...args], { cwd });

test('the file system is what these tests need', async () => {
  const folder = await folderWith({ Dockerfile: LEAK });
  expect(await readFile(join(folder, 'dockerFILE'), 'utf8')).toBe(LEAK);
  expect(await readdir(folder)).toEqual(['Dockerfile']);
});

test('one file is one Dockerfile, in whatever letters it is written', async () => {
  for (const name of ['Dockerfile', 'dockerfile']) {
    const folder = await folderWith({ [name]: LEAK });
    for (const args of [[], ['.'], ['DOCKERFILE']]) {
      const { code, stdout } = await auditIn(folder, ...args);
      expect(code).toBe(1);
      expect(stdout).toContain('1 finding (1 high) about 1 secret in 1 Dockerfile\n');
    }
  }
});

test('a credential file is found by what its tool calls it', async () => {
  for (const copy of ['COPY . /app', 'COPY .npmrc /root/', 'COPY .NPMRC /root/.npmrc', 'COPY .np* /root/']) {
    const folder = await folderWith({ Dockerfile: `FROM alpine:3.20\n${copy}\n`, '.npmrc': NPMRC });
    expect([copy, (await auditIn(folder)).code]).toEqual([copy, 1]);
  }
  for (const copy of ['COPY . /app', 'COPY .npmrc /root/', 'COPY .NPMRC /root/.npmrc']) {
    const folder = await folderWith({ Dockerfile: `FROM alpine:3.20\n${copy}\n`, '.NPMRC': NPMRC });
    expect([copy, (await auditIn(folder)).code]).toEqual([copy, 1]);
  }
});

test('an ignore file is found as the builder finds it, and its patterns know letters as the builder does', async () => {
  const dockerfile = 'FROM alpine:3.20\nCOPY . /app\n';
  const same = await folderWith({ Dockerfile: dockerfile, '.DOCKERIGNORE': '.npmrc\n', '.npmrc': NPMRC });
  expect((await auditIn(same)).code).toBe(0);
  const other = await folderWith({ Dockerfile: dockerfile, '.dockerignore': '.NPMRC\n', '.npmrc': NPMRC });
  expect((await auditIn(other)).code).toBe(1);
});

test('a rewrite by another name is of the same file, and leaves no second one', async () => {
  const folder = await folderWith({ Dockerfile: LEAK });
  const { code, stdout } = await auditIn(folder, 'dockerfile', '--fix');
  expect([code, stdout]).toEqual([0, expect.stringContaining('no findings in 1 Dockerfile\n')]);
  const names = await readdir(folder);
  expect(names.map((name) => name.toLowerCase())).toEqual(['dockerfile']);
  expect(await readFile(join(folder, names[0] ?? ''), 'utf8')).toBe('FROM alpine:3.20\nRUN true\n');
});

test('what git has staged is read from its index, by the names that it has there', async () => {
  const folder = await folderWith({ dockerfile: LEAK });
  const git = (...args: string[]) => run('git', ['-C', folder, ...args]);
  await git('init', '--quiet');
  expect((await git('config', 'core.ignorecase')).trim()).toBe('true');
  const id = (await git('hash-object', '-w', 'DOCKERFILE')).trim();
  await git('update-index', '--add', '--cacheinfo', `100644,${id},Dockerfile`);
  const { code, stdout } = await auditIn(folder, '--staged');
  expect([code, stdout]).toEqual([1, expect.stringContaining('Dockerfile:2:5  secret-in-arg')]);
});
