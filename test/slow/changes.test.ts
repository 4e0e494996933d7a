import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at, CLEAN, LEAKING, report } from '../support/changes.ts';
import { audit, root } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { repositoryWith } from '../support/repository.ts';

describe('--staged', () => {
  test('an ignore file or a credential file that is staged calls for the Dockerfiles that would copy it', async () => {
    const { folder, git, write } = await repositoryWith({ Dockerfile: 'FROM alpine:3.20\nCOPY . /app\n' });
    await write('.npmrc', '//npm.example.com/:_authToken=canary-Umbrella-7319\n');
    expect((await report(folder, '--staged')).findings).toEqual([]);
    await git('add', '.npmrc');
    expect((await report(folder, '--staged')).findings.map(at)).toEqual([
      'Dockerfile:2 copied-credential-file',
    ]);
  });

  test('a staged build is joined with its Dockerfile; nothing staged is no error', async () => {
    const { folder, git, write } = await repositoryWith({
      Dockerfile: 'FROM alpine:3.20\nARG FEED\nRUN make FEED=$FEED\n',
      'other/Dockerfile': LEAKING,
      'README.md': 'x',
    });
    const nothing = await report(folder, '--staged');
    expect(nothing).toMatchObject({ code: 0, findings: [], subjects: [] });
    expect(nothing.notes[0]?.reason).toMatch(/nothing is staged/);
    await write('build.sh', 'docker build --build-arg FEED="$GITHUB_TOKEN" .\n');
    await git('add', 'build.sh');
    const { findings, code } = await report(folder, '--staged');
    expect(findings.map(at)).toContain('build.sh:1 secret-passed-as-build-arg');
    expect(findings.map(at).join()).not.toContain('other');
    expect(code).toBe(1);
  });

  test('what a commit takes out is seen, and what it does not touch is not', async () => {
    const { folder, git, write } = await repositoryWith({
      'a/Dockerfile': 'FROM alpine:3.20\nCOPY . /app\n',
      'a/.dockerignore': '.npmrc\n',
      'a/.npmrc': '//npm.example.com/:_authToken=canary-Umbrella-7319\n',
      'b/Dockerfile': LEAKING,
    });
    await git('rm', '--quiet', 'a/.dockerignore');
    const { findings, notes } = await report(folder, '--staged');
    expect(findings.map(at)).toEqual(['a/Dockerfile:2 copied-credential-file']);
    expect(notes).toContainEqual({
      what: '1 more finding',
      reason: 'not new since the last commit; not shown',
    });
    expect((await report(join(folder, 'b'), '--staged')).findings).toEqual([]);
    await git('reset', '--quiet', '--hard');
    await write('b/build.sh', 'docker build --build-arg FEED="$GITHUB_TOKEN" b\n');
    await git('add', '.');
    expect((await report(folder, '--staged')).findings.map(at)).toEqual([
      'b/build.sh:1 secret-passed-as-build-arg',
    ]);
  });

  test('a commit is judged by the configuration and the baseline that are staged', async () => {
    const { folder, git, write } = await repositoryWith({ 'README.md': 'x' });
    await write('Dockerfile', LEAKING);
    await git('add', '.');
    await write('.build-audit.yaml', 'baseline: base.json\nallow: [{name: NPM_TOKEN, reason: a test}]\n');
    expect((await report(folder, '--staged')).code).toBe(1);
    expect((await audit(['baseline'], { cwd: folder })).code).toBe(0);
    await git('add', '.build-audit.yaml');
    const missing = await audit(['dockerfile', '--staged'], { cwd: folder });
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/base\.json: this baseline is not staged; git add it/),
    });
    await git('add', '.');
    await write('.build-audit.yaml', 'not: known\n');
    expect((await report(folder, '--staged')).code).toBe(0);
  });

  test('what a baseline has is known where its file moves; a second one is not', async () => {
    const two = 'FROM alpine:3.20 AS a\nCOPY .npmrc /\nFROM alpine:3.20\nCOPY .npmrc /\n';
    const { folder, git, write, commit } = await repositoryWith({
      'a/Dockerfile': 'FROM alpine:3.20\nCOPY .npmrc /\n',
      'a/.npmrc': '//npm.example.com/:_authToken=canary-Umbrella-7319\n',
      '.build-audit.yaml': 'baseline: base.json\n',
    });
    await audit(['baseline'], { cwd: folder });
    await commit();
    await git('mv', 'a', 'b');
    const moved = await report(folder, '--staged');
    expect(moved.findings).toEqual([]);
    await git('reset', '--quiet', '--hard');
    await write('a/Dockerfile', two);
    await git('add', '.');
    const { findings, notes } = await report(folder, '--staged');
    expect(findings.map(({ rule, suppressed }) => [rule, suppressed])).toEqual([
      ['copied-credential-file', undefined],
    ]);
    expect(notes.map(({ reason }) => reason).join()).not.toMatch(/of the baseline/);
  });

  test('a folder without anything staged, a submodule, and a configuration that leads out are told', async () => {
    const { folder, git, write, commit } = await repositoryWith({ Dockerfile: CLEAN });
    await mkdir(join(folder, 'new'));
    await write('Dockerfile', `${CLEAN}RUN true\n`);
    await git('add', '.');
    const empty = await audit(['dockerfile', '--staged'], { cwd: join(folder, 'new') });
    expect(empty).toMatchObject({ code: 0, stdout: 'nothing to audit\n' });
    const other = await repositoryWith({ Dockerfile: LEAKING });
    await git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.folder, 'm');
    const { stdout } = await audit(['dockerfile', '--staged'], { cwd: folder });
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'm: is a submodule: what it holds is in an index of its own',
    );
    await commit();
    await git('-C', 'm', 'commit', '--allow-empty', '--quiet', '--message', 'x');
    const since = await audit(['dockerfile', '--since', 'HEAD'], { cwd: folder });
    expect(since.stdout.replace(/\s+/g, ' ')).toContain('m: is a submodule that was at another commit');
    await writeFile(`${folder}.yaml`, 'fail-on: never\n');
    await symlink(`${folder}.yaml`, join(folder, '.build-audit.yaml'));
    await git('add', '.');
    const linked = await audit(['dockerfile', '--staged'], { cwd: folder });
    expect(linked).toMatchObject({ code: 2, stderr: expect.stringContaining('is a link out of its folder') });
  });

  test('what git refuses is said in one line', async () => {
    const outside = await audit(['dockerfile', '--staged'], { cwd: await folderWith({ Dockerfile: CLEAN }) });
    expect(outside.code).toBe(2);
    expect(outside.stderr).toMatch(/in no git repository/);
    const { folder } = await repositoryWith({ Dockerfile: CLEAN });
    const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const foreign = await audit(['dockerfile', '--staged'], { cwd: folder, env });
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toMatch(/dubious ownership .*; if you trust it: git config --global/);
    const noGit = await audit(['dockerfile', '--staged'], { env: { PATH: '/nonexistent' } });
    expect(noGit).toMatchObject({ code: 2, stderr: expect.stringMatching(/not found; install it/) });
  });
});

describe('a hook of git', () => {
  test('refuses the commit, and lets it pass once it is mended; of part of the files, too', async () => {
    const { folder, git, write } = await repositoryWith({ 'a.txt': 'x', 'web/Dockerfile': CLEAN });
    const hook = join(folder, '.git/hooks/pre-commit');
    await mkdir(join(folder, '.git/hooks'), { recursive: true });
    await writeFile(hook, `#!/bin/sh\nexec '${process.execPath}' '${root}bin/run.js' dockerfile --staged\n`);
    await chmod(hook, 0o755);
    const commit = (...args: string[]) =>
      git('commit', '--quiet', '--message', 'x', ...args).then(
        () => 'made',
        (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
      );
    await write('web/Dockerfile', LEAKING);
    await git('add', '.');
    expect(await commit()).toContain('secret-in-arg');
    await write('a.txt', 'y');
    expect(await commit('a.txt')).toBe('made');
    await write('web/Dockerfile', `${CLEAN}RUN true\n`);
    expect(await commit('--all')).toBe('made');
  });
});

describe('--since', () => {
  test('a commit that is not here, and a clone that is cut off before it, are errors with their mend', async () => {
    const { folder, write, commit, git } = await repositoryWith({ Dockerfile: CLEAN });
    await git('checkout', '--quiet', '-b', 'side');
    await write('b', '');
    await commit();
    await git('checkout', '--quiet', 'main');
    await write('a', '');
    await commit();
    const other = await repositoryWith();
    await other.git(
      'fetch',
      '--quiet',
      '--depth=1',
      `file://${folder}`,
      'main:refs/remotes/origin/main',
      'side:side',
    );
    await other.git('checkout', '--quiet', '-b', 'main', 'origin/main');
    const [unknown, option, cut] = await Promise.all([
      audit(['dockerfile', '--since', 'origin/nope'], { cwd: folder }),
      audit(['dockerfile', '--since', '--all'], { cwd: folder }),
      audit(['dockerfile', '--since', 'side'], { cwd: other.folder }),
    ]);
    expect([unknown.code, option.code, cut.code]).toEqual([2, 2, 2]);
    expect(unknown.stderr).toMatch(/knows no commit or branch origin\/nope; fetch it/);
    expect(cut.stderr.replace(/\s+[›\s]*/g, ' ')).toMatch(
      /clone is shallow; fetch more of it: git fetch --deepen/,
    );
  });
});
