import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedLines } from '../../src/audit/changes/diff-lines.ts';
import type { Finding, Report } from '../../src/audit/finding.ts';
import { audit } from '../support/cli.ts';
import { repositoryWith } from '../support/repository.ts';

const CLEAN = 'FROM alpine:3.20\nRUN true\n';
const LEAKING = 'FROM alpine:3.20\nARG NPM_TOKEN\n';

const at = ({ rule, location }: Finding) =>
  location.kind === 'source' ? `${location.path}:${location.startLine} ${rule}` : rule;

async function report(cwd: string, ...args: string[]): Promise<Report & { code: number | null }> {
  const { stdout, stderr, code } = await audit(['dockerfile', ...args, '--format', 'json'], { cwd });
  expect(stderr).toBe('');
  return { ...JSON.parse(stdout), code };
}

describe('--staged', () => {
  test('takes the text from the index, and reports nothing but what is staged', async () => {
    const { folder, git, write } = await repositoryWith({
      'old/Dockerfile': LEAKING,
      'mended/Dockerfile': LEAKING,
      'gone/Dockerfile': LEAKING,
      'moved/Dockerfile': LEAKING,
    });
    await write('mended/Dockerfile', CLEAN);
    await write('with blank\nand line/Dockerfile', LEAKING);
    await write('tool/Dockerfile', LEAKING);
    await rm(join(folder, 'gone/Dockerfile'));
    await rename(join(folder, 'moved'), join(folder, 'here'));
    await git('add', '--all');
    await write('mended/Dockerfile', LEAKING);
    await write('tool/Dockerfile', CLEAN);
    await write('later/Dockerfile', LEAKING);
    await git('add', '--intent-to-add', 'later/Dockerfile');
    const { findings, subjects, skipped, code } = await report(folder, '--staged');
    expect(findings.map(at).sort()).toEqual([
      'here/Dockerfile:2 secret-in-arg',
      'tool/Dockerfile:2 secret-in-arg',
      'with blank\nand line/Dockerfile:2 secret-in-arg',
    ]);
    expect(subjects.map(({ name }) => name)).toContain('mended/Dockerfile');
    expect({ skipped, code }).toEqual({ skipped: [], code: 1 });
    const inside = await report(join(folder, 'tool'), '--staged', join(folder, 'tool/Dockerfile'));
    expect(inside.findings.map(at)).toEqual(['Dockerfile:2 secret-in-arg']);
  });

  test('takes the context and its ignore file from the index, too; a submodule is a folder, a link leads to what is staged', async () => {
    const module = await repositoryWith({ Dockerfile: LEAKING });
    const { folder, git, write } = await repositoryWith();
    await git('submodule', '--quiet', 'add', module.folder, 'vendor');
    await write('.npmrc', '//npm.example.com/:_authToken=canary-Umbrella-7319\n');
    await write('.env', 'TOKEN=canary-Umbrella-7319\n');
    await write('.dockerignore', '.env\n');
    await write('real', 'FROM alpine:3.20\nCOPY . /app\nRUN true\n');
    await symlink('real', join(folder, 'Dockerfile'));
    await symlink('/etc/hostname', join(folder, 'Dockerfile.out'));
    await write('Dockerfile.lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n');
    await git('add', '--all');
    await rm(join(folder, '.npmrc'));
    await write('.dockerignore', '');
    const { findings, skipped, code } = await report(folder, '--staged');
    expect(findings.map(at)).toEqual(['Dockerfile:2 copied-credential-file']);
    expect(findings[0]?.message).toContain('.npmrc');
    expect(skipped.map(({ what }) => what).sort()).toEqual(['Dockerfile.lfs', 'Dockerfile.out']);
    expect(skipped.map(({ reason }) => reason).join()).toMatch(/Git LFS/);
    expect(code).toBe(2);
  });
});

describe('--since', () => {
  test('reports what touches a line that changed, and new files whole', async () => {
    const { folder, git, write, commit } = await repositoryWith({
      Dockerfile: 'FROM alpine:3.20\nARG OLD_TOKEN\nRUN true\n',
    });
    await git('checkout', '--quiet', '-b', 'branch');
    await write('Dockerfile', 'FROM alpine:3.20\nARG OLD_TOKEN\nRUN true\nARG NEW_TOKEN\nRUN true\n');
    await commit();
    await write('new/Dockerfile', LEAKING);
    const { findings, notes, code } = await report(folder, '--since', 'main');
    expect(findings.map(at)).toEqual(['Dockerfile:4 secret-in-arg', 'new/Dockerfile:2 secret-in-arg']);
    expect(notes.map(({ reason }) => reason)).toContain('in what has not changed since main; not shown');
    expect(code).toBe(1);
  });

  test('lines of a patch: added, changed, taken out, names in quotes', () => {
    const patch = [
      'diff --git "a/a \\303\\244\\n" "b/a \\303\\244\\n"',
      '--- "a/a \\303\\244\\n"',
      '+++ "b/a \\303\\244\\n"',
      '@@ -2 +2,2 @@',
      '-x',
      '+++ b/not-a-file',
      '+@@ -1 +90 @@',
      '\\ No newline at end of file',
      '@@ -9,2 +9,0 @@ RUN',
      '-a',
      '--- /dev/null',
      'diff --git a/b c b/b c',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/b c\t',
      '@@ -0,0 +1 @@',
      '+x',
      'diff --git a/d b/d',
      '--- a/d',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
    ].join('\n');
    expect([...changedLines(patch)]).toEqual([
      ['a ä\n', new Set([2, 3, 9, 10])],
      ['b c', 'all'],
    ]);
  });
});
