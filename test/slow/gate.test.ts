import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { at, CLEAN, report as reportOf } from '../support/changes.ts';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { repositoryWith, type TestRepository } from '../support/repository.ts';

const LEAKING = 'FROM debian:12\nARG OTHER_TOKEN\n';
const COPIES = 'FROM alpine:3.20\nCOPY . .\n';
const TOKEN = credential('npm-token');
const NPMRC = `//r.example/:_authToken=${TOKEN}\n`;

async function report(cwd: string, ...args: string[]) {
  const said = await reportOf(cwd, ...args);
  return { ...said, found: said.findings.map(at) };
}

/** What both gates find. */
async function both(cwd: string, ...paths: string[]): Promise<string[][]> {
  const runs = await Promise.all([
    report(cwd, '--since', 'HEAD', ...paths),
    report(cwd, '--staged', ...paths),
  ]);
  return runs.map(({ found }) => found);
}

describe('a link that is as it was, to what is not', () => {
  test('an ignore file that is a link', async () => {
    const { folder, git, write, commit } = await repositoryWith({
      Dockerfile: COPIES,
      '.npmrc': NPMRC,
      'd/base.dockerignore': '.npmrc\n',
    });
    await symlink('d/base.dockerignore', join(folder, '.dockerignore'));
    await commit();
    await write('d/base.dockerignore', '#\n');
    await git('add', '.');
    const found = ['Dockerfile:2 copied-credential-file'];
    expect(await both(folder)).toEqual([found, found]);
  });

  test('a Dockerfile that is one, and one in a folder that is one', async () => {
    const { folder, git, write, commit } = await repositoryWith({
      'real/web.txt': CLEAN,
      'a/Dockerfile': COPIES,
      'a/.npmrc': NPMRC,
      'a/.dockerignore': '.npmrc\n',
    });
    await symlink('real/web.txt', join(folder, 'Dockerfile'));
    await symlink('a', join(folder, 'lnk'));
    await commit();
    await write('real/web.txt', `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`);
    await write('a/.dockerignore', '#\n');
    await git('add', '.');
    const [since, staged] = await both(folder);
    expect(since).toContain('Dockerfile:3 secret-in-env');
    expect(staged).toContain('Dockerfile:3 secret-in-env');
    expect((await report(folder, '--since', 'HEAD', 'lnk/Dockerfile')).found).toEqual([
      'lnk/Dockerfile:2 copied-credential-file',
    ]);
  });

  test('what a folder held that is a link now, and a link that is a folder now', async () => {
    const { folder, git, commit, write } = await repositoryWith({
      'one/Dockerfile': CLEAN,
      'two/Dockerfile': `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`,
      'three/Dockerfile': `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`,
    });
    await symlink('three', join(folder, 'was'));
    await commit();
    await rm(join(folder, 'one'), { recursive: true });
    await symlink('two', join(folder, 'one'));
    await rm(join(folder, 'was'));
    await mkdir(join(folder, 'was'));
    await write('was/Dockerfile', `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`);
    await git('add', '--all');
    const named = await report(folder, '--since', 'HEAD', 'one/Dockerfile', 'was/Dockerfile');
    expect(named.found.filter((one) => one.includes('in-env'))).toEqual(['one/Dockerfile:3 secret-in-env']);
  });
});

describe('what is named', () => {
  test('and is not there, or not staged, is told', async () => {
    const { folder, git, write } = await repositoryWith({ Dockerfile: CLEAN, 'gone/Dockerfile': CLEAN });
    await write('loose/Dockerfile', CLEAN);
    await git('rm', '--quiet', '-r', 'gone');
    const [since, staged, loose, gone] = await Promise.all([
      report(folder, '--since', 'HEAD', 'nosuch'),
      report(folder, '--staged', './nosuch'),
      report(folder, '--staged', 'loose'),
      report(folder, '--staged', 'gone'),
    ]);
    const reason = expect.stringMatching(/^does not exist; name a Dockerfile/);
    expect(since).toMatchObject({ code: 2, skipped: [{ what: 'nosuch', reason }] });
    expect(staged).toMatchObject({ code: 2, skipped: [{ what: 'nosuch', reason }] });
    expect(loose).toMatchObject({
      code: 2,
      skipped: [{ reason: expect.stringMatching(/^is not staged; git add/) }],
    });
    expect(gone).toMatchObject({ code: 0, skipped: [] });
  });

  test('standard input has no earlier state, and is not staged', async () => {
    const { folder } = await repositoryWith({ Dockerfile: CLEAN });
    const input = `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`;
    const [since, staged, empty] = await Promise.all([
      audit(['dockerfile', '--since', 'HEAD', '-'], { cwd: folder, input }),
      audit(['dockerfile', '--staged', '-'], { cwd: folder, input }),
      audit(['dockerfile', '--since', 'HEAD', '-'], { cwd: folder }),
    ]);
    expect([since.code, staged.code, empty.code]).toEqual([1, 2, 2]);
    expect(staged.stderr).toMatch(/exclude each other/);
  });
});

describe('what a build says of a file that is staged', () => {
  test('that it is a Dockerfile, or lands where credentials are', async () => {
    const { folder, git, write } = await repositoryWith({
      Makefile: 'image:\n\tdocker build -f docker/app.docker .\n',
      'docker/app.docker': CLEAN,
      Dockerfile: 'FROM alpine:3.20\nCOPY conf/npmrc /root/.npmrc\n',
      'conf/npmrc': 'color=true\n',
    });
    await write('docker/app.docker', `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`);
    await write('conf/npmrc', NPMRC);
    await git('add', '.');
    const [since, staged] = await both(folder);
    expect(staged).toEqual(since);
    expect(staged).toContain('docker/app.docker:3 secret-in-env');
    expect(staged).toContain('Dockerfile:2 copied-credential-file');
    expect((await report(folder, '--staged', 'docker/app.docker')).found).toContain(
      'docker/app.docker:3 secret-in-env',
    );
  });

  test('what its context is', async () => {
    const { folder, git, write } = await repositoryWith({
      Makefile: 'image:\n\tdocker build -f docker/Dockerfile .\n',
      'docker/Dockerfile': CLEAN,
      '.npmrc': NPMRC,
    });
    await write('docker/Dockerfile', COPIES);
    await git('add', '.');
    const found = ['docker/Dockerfile:2 copied-credential-file'];
    expect(await both(folder)).toEqual([found, found]);
  });
});

describe('a partial clone', () => {
  async function cloneOf(change: (repository: TestRepository) => Promise<void>): Promise<string> {
    const origin = await repositoryWith({
      Dockerfile: COPIES,
      '.npmrc': NPMRC,
      '.dockerignore': '.npmrc\n',
      'x/Dockerfile': CLEAN,
    });
    await origin.git('config', 'uploadpack.allowFilter', 'true');
    await change(origin);
    await origin.commit();
    const { folder, git } = await repositoryWith();
    await git('clone', '--quiet', '--filter=blob:none', `file://${origin.folder}`, 'clone');
    return join(folder, 'clone');
  }

  test('that lacks what a file was is no ground to call anything known', async () => {
    const folder = await cloneOf(async ({ write }) => {
      await write('.dockerignore', '#\n');
      await write('x/Dockerfile', `${CLEAN}RUN true\n`);
    });
    const { code, skipped } = await report(folder, '--since', 'HEAD~1');
    expect(code).toBe(2);
    expect(skipped.map(({ what }) => what).sort()).toEqual(['.dockerignore', 'x/Dockerfile']);
    expect(skipped[0]?.reason).toMatch(/is not all here: .* git diff --stat [0-9a-f]{40}$/);
  });

  test('where git cannot tell what was moved, either', async () => {
    const folder = await cloneOf(async ({ git, write }) => {
      await git('mv', 'x', 'y');
      await write('y/Dockerfile', `${CLEAN}RUN echo\n`);
    });
    const { code, stderr } = await audit(['dockerfile', '--since', 'HEAD~1'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr.replace(/\s+[›\s]*/g, ' ')).toMatch(/a partial one.*let git fetch it/);
  });
});

describe('what another repository keeps', () => {
  const leak = `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`;

  test('a submodule that changed, and a clone that git does not know, are new; what is outside is not audited', async () => {
    const module = await repositoryWith({ Dockerfile: CLEAN });
    const { folder, git, write, commit } = await repositoryWith({ 'README.md': 'x' });
    await git('submodule', '--quiet', 'add', module.folder, 'mod');
    await commit();
    expect((await report(folder, '--since', 'HEAD')).found).toEqual([]);
    await write('mod/Dockerfile', leak);
    await git('-C', 'mod', 'commit', '--quiet', '--all', '--message', 'x');
    await git('add', 'mod');
    await git('clone', '--quiet', module.folder, 'nested');
    await write('nested/Dockerfile', leak);
    const [inside, outside] = await Promise.all([
      report(folder, '--since', 'HEAD'),
      report(folder, '--since', 'HEAD', module.folder),
    ]);
    expect(inside.found).toContain('mod/Dockerfile:3 secret-in-env');
    expect(inside.found).toContain('nested/Dockerfile:3 secret-in-env');
    expect(outside).toMatchObject({
      code: 2,
      skipped: [{ reason: expect.stringMatching(/^lies outside of this repository/) }],
    });
  });
});

test('a folder that was moved and is named holds nothing new but what was added', async () => {
  const leak = `${CLEAN}ENV NPM_TOKEN=${TOKEN}\n`;
  const { folder, git, write } = await repositoryWith({
    'api/Dockerfile': leak,
    'old/a/Dockerfile': LEAKING,
  });
  await mkdir(join(folder, 'services'));
  await git('mv', 'api', 'services/api');
  await git('mv', 'old/a/Dockerfile', 'services/Dockerfile.a');
  expect(await both(folder, './services/api')).toEqual([[], []]);
  expect(await both(folder, 'services')).toEqual([[], []]);
  await write('services/api/Dockerfile', `${leak}ARG GH_TOKEN\n`);
  await git('add', '.');
  const found = ['services/api/Dockerfile:4 secret-in-arg'];
  expect(await both(folder, 'services/api')).toEqual([found, found]);
});

test('a hook of a linked work tree may go to a folder of it', async () => {
  const { folder, git, write } = await repositoryWith({ 'sub/Dockerfile': CLEAN });
  await git('worktree', 'add', '--quiet', 'linked');
  await write('linked/sub/Dockerfile', LEAKING);
  await git('-C', 'linked', 'add', '.');
  const env = { GIT_DIR: join(folder, '.git/worktrees/linked') };
  const cwd = join(folder, 'linked/sub');
  for (const gate of [['--staged'], ['--since', 'HEAD']]) {
    const { stdout, code } = await audit(['dockerfile', ...gate, '--format', 'json'], { cwd, env });
    const { findings }: Report = JSON.parse(stdout);
    expect([code, findings.map(at)]).toEqual([1, ['Dockerfile:2 secret-in-arg']]);
  }
});
