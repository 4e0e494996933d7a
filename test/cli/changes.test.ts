import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTreeDiff } from '../../src/audit/changes/tree-diff.ts';
import { at, CLEAN, LEAKING, report } from '../support/changes.ts';
import { repositoryWith } from '../support/repository.ts';

describe('--staged', () => {
  test('takes the text from the index, and reports nothing but what is new in it', async () => {
    const { folder, git, write } = await repositoryWith({
      'old/Dockerfile': LEAKING,
      'mended/Dockerfile': LEAKING,
      'gone/Dockerfile': 'FROM debian:12\nARG NPM_TOKEN\n',
      'moved/Dockerfile': 'FROM debian:13\nARG NPM_TOKEN\n',
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
  test('reports what is new: not what was there, nor what was moved or touched', async () => {
    const stage = (name: string) => `FROM alpine:3.20 AS ${name}\nCOPY .npmrc /\nRUN true\n`;
    const { folder, git, write, commit } = await repositoryWith({
      Dockerfile: 'FROM alpine:3.20\nARG OLD_TOKEN\nRUN true\n',
      'moved/Dockerfile': LEAKING,
      'stages/Dockerfile': stage('a'),
      'stages/.npmrc': '//npm.example.com/:_authToken=canary-Umbrella-7319\n',
    });
    await git('checkout', '--quiet', '-b', 'branch');
    await write('Dockerfile', 'FROM alpine:3.21\nARG  OLD_TOKEN\nRUN true\nARG NEW_TOKEN\nRUN true\n');
    await git('mv', 'moved', 'here');
    await write('stages/Dockerfile', `${stage('b')}${stage('a')}`);
    await commit();
    await write('new/Dockerfile', LEAKING);
    const { findings, notes, code } = await report(folder, '--since', 'main');
    expect(findings.map(at)).toEqual([
      'Dockerfile:4 secret-in-arg',
      'new/Dockerfile:2 secret-in-arg',
      'stages/Dockerfile:2 copied-credential-file',
    ]);
    expect(notes).toContainEqual({ what: '3 more findings', reason: 'not new since main; not shown' });
    expect(code).toBe(1);
  });

  test('sees what a deletion lets in, and a credential file that an old Dockerfile copies; not what git does not know', async () => {
    const { folder, git, write, commit } = await repositoryWith({
      'web/Dockerfile': 'FROM alpine:3.20\nCOPY . /app\n',
      'web/.dockerignore': '.npmrc\n',
      'web/.npmrc': '//npm.example.com/:_authToken=canary-Umbrella-7319\n',
      'api/Dockerfile': 'FROM alpine:3.20\nCOPY . /app\n',
      'local/Dockerfile': 'FROM alpine:3.20\nCOPY . /app\n',
      '.gitignore': '/local/.env\n',
    });
    await write('local/.env', 'TOKEN=canary-Umbrella-7319\n');
    expect((await report(folder, '--since', 'main')).findings).toEqual([]);
    await git('checkout', '--quiet', '-b', 'branch');
    await rm(join(folder, 'web/.dockerignore'));
    await write('api/.netrc', 'machine git.example.com login a password canary-Umbrella-7319\n');
    await commit();
    const { findings, code } = await report(folder, '--since', 'main');
    expect(findings.map(at)).toEqual([
      'api/Dockerfile:2 copied-credential-file',
      'web/Dockerfile:2 copied-credential-file',
    ]);
    expect(code).toBe(1);
  });
});

test('what git tells of a change: added, mended, taken out, moved, not merged', () => {
  const line = (modes: string, status: string) => `:${modes} ${'1'.repeat(40)} ${'0'.repeat(40)} ${status}`;
  const said = [
    ...[
      line('000000 100644', 'A'),
      'new',
      line('100644 100644', 'M'),
      'mended',
      line('120000 000000', 'D'),
      'gone',
    ],
    ...[line('100644 100644', 'R087'), 'from', 'to', line('100644 100644', 'C100'), 'kept', 'copy'],
    ...[line('000000 000000', 'U'), 'torn', line('160000 160000', 'M'), 'module', ''],
  ].join('\0');
  const id = '1'.repeat(40);
  expect(readTreeDiff(said)).toEqual({
    old: new Map([
      ['new', undefined],
      ['mended', { mode: '100644', id }],
      ['gone', { mode: '120000', id }],
      ['to', undefined],
      ['from', { mode: '100644', id }],
      ['copy', undefined],
      ['torn', undefined],
      ['module', undefined],
    ]),
    renamed: new Map([['to', 'from']]),
    conflicts: ['torn'],
    moved: ['module'],
  });
});
