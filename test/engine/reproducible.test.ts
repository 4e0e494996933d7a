import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { run, workFolder } from './run.ts';

const execute = promisify(execFile);
let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
});
afterAll(() => work.remove());

/** What a clone would hold, with what is not committed yet. */
async function sources(name: string): Promise<{ folder: string; files: string[] }> {
  const folder = join(work.folder, name);
  const listed = await run('git', ['-C', root, 'ls-files', '-z', '-co', '--exclude-standard']);
  const files = listed.split('\0').filter((file) => file !== '' && file !== 'node_modules');
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file), { verbatimSymlinks: true });
  }
  return { folder, files };
}

/** Builds and packs as a release does. Returns the archive's hash. */
async function packed(folder: string, umask: string, env: Record<string, string>): Promise<string> {
  const asked = ['-c', `umask ${umask}; exec npm pack --silent`];
  const { stdout } = await execute('/bin/sh', asked, { cwd: folder, env: { ...process.env, ...env } });
  const archive = await readFile(join(folder, stdout.trim()));
  return createHash('sha256').update(archive).digest('hex');
}

test('two clones give the same package, whatever the folder, the umask, the time zone, the locale and the times', async () => {
  const one = await sources('one');
  await symlink(join(root, 'node_modules'), join(one.folder, 'node_modules'));
  const first = await packed(one.folder, '022', { TZ: 'UTC', LC_ALL: 'C' });

  const other = await sources('some folder/with spaces/two');
  await cp(join(root, 'node_modules'), join(other.folder, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const file of other.files.filter((name) => !name.startsWith('fixtures/'))) {
    await utimes(join(other.folder, file), 1e9, 1e9);
    await chmod(join(other.folder, file), 0o600);
  }
  const env = { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', SOURCE_DATE_EPOCH: '1', COLUMNS: '40' };
  expect(await packed(other.folder, '077', env)).toBe(first);
  expect(await packed(one.folder, '027', {})).toBe(first);
});
