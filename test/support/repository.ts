import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { folderWith } from './folder.ts';

const execute = promisify(execFile);

/** A git repository in a temporary folder. */
export interface TestRepository {
  folder: string;
  git(...args: readonly string[]): Promise<string>;
  write(path: string, text: string): Promise<void>;
  commit(): Promise<void>;
}

/** One with these files in its first commit; none where there are no files. */
export async function repositoryWith(files: Readonly<Record<string, string>> = {}): Promise<TestRepository> {
  const folder = await folderWith(files);
  const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'protocol.file.allow=always'];
  const git = async (...args: readonly string[]) =>
    (await execute('git', [...who, ...args], { cwd: folder, env })).stdout;
  const repository = {
    folder,
    git,
    async write(path: string, text: string): Promise<void> {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    async commit(): Promise<void> {
      await git('add', '--all');
      await git('commit', '--quiet', '--message', 'a step');
    },
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  if (Object.keys(files).length > 0) await repository.commit();
  return repository;
}
