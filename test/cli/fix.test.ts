import { execFileSync } from 'node:child_process';
import { lstat, readFile, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { folderWith } from '../support/folder.ts';

const LEAKING = 'FROM node:22\nARG NPM_TOKEN\nCOPY package.json ./\nRUN npm ci\n';
const MENDED =
  '# syntax=docker/dockerfile:1\nFROM node:22\nCOPY package.json ./\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN,required=true npm ci\n';

const read = (folder: string, path: string) => readFile(join(folder, path), 'utf8');

describe('--diff', () => {
  test('shows a patch that git applies, and what --fix writes is the same', async () => {
    const cwd = await folderWith({ Dockerfile: LEAKING });
    const { code, stdout, stderr } = await audit(['dockerfile', 'Dockerfile', '--diff'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('docker build --secret id=npm_token,env=NPM_TOKEN .');
    expect(await read(cwd, 'Dockerfile')).toBe(LEAKING);
    execFileSync('git', ['init', '-q'], { cwd });
    execFileSync('git', ['apply', '-'], { cwd, input: stdout });
    expect(await read(cwd, 'Dockerfile')).toBe(MENDED);
  });

  test('tells no secret that the file holds', async () => {
    const token = credential('github-pat-classic');
    const cwd = await folderWith({
      Dockerfile: `FROM alpine\nRUN curl -H "Authorization: token ${token}" https://example.com/\n`,
    });
    const { stdout, stderr } = await audit(['dockerfile', 'Dockerfile', '--diff', '--unsafe-fixes'], { cwd });
    expect(stdout).toContain('+RUN --mount=type=secret');
    expect(stdout + stderr).not.toContain(token.slice(4, 12));
  });
});

describe('--fix', () => {
  test.each([
    ['build.sh', 'frob docker build --build-arg NPM_TOKEN=$T .\n', 'has a build behind frob'],
    ['build.ps1', '. ./list.ps1\n& docker @list\n', 'starts docker with words that are not known'],
    [
      'text.ps1',
      '$c = "docker build --build-arg NPM_TOKEN=$t ."\niex $c\n',
      'gives iex a text that is not known',
    ],
  ])('leaves to a person what a build of %s may need that was not understood', async (path, text, why) => {
    const cwd = await folderWith({ Dockerfile: LEAKING, [path]: text });
    const { stderr } = await audit(['dockerfile', '.', '--fix'], { cwd });
    expect(stderr).toContain(why);
    expect(await read(cwd, 'Dockerfile')).toBe(LEAKING);
  });

  test('writes, and reports what is left', async () => {
    const cwd = await folderWith({ Dockerfile: LEAKING });
    const { code, stdout, stderr } = await audit(['dockerfile', 'Dockerfile', '--fix'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'no findings in 1 Dockerfile\n' });
    expect(stderr).toContain('Dockerfile is not under version control');
    expect(await read(cwd, 'Dockerfile')).toBe(MENDED);
  });

  test('holds back what a person has to look at', async () => {
    const before = 'FROM alpine\nRUN ./deploy --password vK8-quiet-Harbour-51\n';
    const cwd = await folderWith({ Dockerfile: before });
    const held = await audit(['dockerfile', 'Dockerfile', '--fix', '--no-invocations'], { cwd });
    expect(await read(cwd, 'Dockerfile')).toBe(before);
    expect(held.stderr).toContain('--unsafe-fixes');
  });

  test('keeps the mode of a file and the link that names it', async () => {
    const cwd = await folderWith({ 'docker/app.Dockerfile': LEAKING });
    await symlink('docker/app.Dockerfile', join(cwd, 'Dockerfile'));
    const { mode } = await stat(join(cwd, 'docker/app.Dockerfile'));
    await audit(['dockerfile', 'Dockerfile', '--fix'], { cwd });
    expect((await lstat(join(cwd, 'Dockerfile'))).isSymbolicLink()).toBe(true);
    expect(await read(cwd, 'docker/app.Dockerfile')).toBe(MENDED);
    expect((await stat(join(cwd, 'docker/app.Dockerfile'))).mode).toBe(mode);
  });

  test('what comes with a folder is named in the ignore file, and mounted', async () => {
    const npmrc = `//npm.example.com/:_authToken=${credential('npm-token')}\n`;
    const cwd = await folderWith({
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
      '.npmrc': npmrc,
      '.dockerignore': 'node_modules',
      'package.json': '{}',
    });
    const { code } = await audit(['dockerfile', 'Dockerfile', '--fix'], { cwd });
    expect(code).toBe(0);
    expect(await read(cwd, '.dockerignore')).toBe('node_modules\n.npmrc\n');
    expect(await read(cwd, 'Dockerfile')).toContain(
      'RUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm ci',
    );
  });

  test.each([
    'FROM node:22\nRUN --mount=type=bind,source=.npmrc,target=/root/.npmrc npm ci\n',
    'FROM scratch AS ctx\nCOPY . /\nFROM node:22\nCOPY --from=ctx /.npmrc /root/\nRUN npm ci\n',
    'FROM scratch AS ctx\nCOPY . /\nFROM node:22\nRUN --mount=type=bind,from=ctx,source=/.npmrc,target=/root/.npmrc npm ci\n',
    'FROM node:22\nARG F=.npmrc\nCOPY ${F} /root/.npmrc\nRUN npm ci\n',
  ])('an ignore file leaves nothing out that another Dockerfile names %#', async (other) => {
    const cwd = await folderWith({
      'a.Dockerfile': 'FROM node:22\nCOPY . /app\n',
      'b.Dockerfile': other,
      '.npmrc': `//npm.example.com/:_authToken=${credential('npm-token')}\n`,
    });
    const { stdout, stderr } = await audit(['dockerfile', '.', '--diff', '--unsafe-fixes'], { cwd });
    expect(stdout).toBe('');
    expect(stderr).toContain('.dockerignore is that of b.Dockerfile too, where .npmrc is taken by its name');
  });

  test('nor one that the Dockerfile itself binds', async () => {
    const cwd = await folderWith({
      Dockerfile:
        'FROM node:22\nCOPY . /app\nRUN --mount=type=bind,source=.npmrc,target=/root/.npmrc npm ci\n',
      '.npmrc': `//npm.example.com/:_authToken=${credential('npm-token')}\n`,
    });
    const { stdout, stderr } = await audit(['dockerfile', '.', '--diff', '--unsafe-fixes'], { cwd });
    expect(stdout).toBe('');
    expect(stderr).toContain('the RUN on line 3 binds .npmrc, which it would not find');
  });

  test('an ignore file of several Dockerfiles takes nothing from those that are not mended', async () => {
    const takes = 'FROM node:22 AS a\nWORKDIR /app\nCOPY';
    const cwd = await folderWith({
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
      'run.Dockerfile': 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
      'tools.Dockerfile': `${takes} .npmrc ./\nFROM node:22\nCOPY --from=a /app/.npmrc /root/.npmrc\n`,
      '.npmrc': `//npm.example.com/:_authToken=${credential('npm-token')}\n`,
    });
    const byName = await audit(['dockerfile', '.', '--diff', '--unsafe-fixes'], { cwd });
    expect(byName.stderr).toContain(
      '.dockerignore is that of tools.Dockerfile too, where .npmrc is taken by its name, or by a variable; mend that first, or give Dockerfile an ignore file of its own, Dockerfile.dockerignore',
    );
    expect(byName.stdout).toBe('');
    await rm(join(cwd, 'tools.Dockerfile'));
    const byFolder = await audit(['dockerfile', '.', '--diff'], { cwd });
    expect(byFolder.stderr).toContain(
      '.dockerignore is that of run.Dockerfile too, which no longer gets .npmrc',
    );
    expect(byFolder.stdout).toBe('');
  });

  test('--stdout is for pipes: the file alone, and nothing written', async () => {
    const { code, stdout, stderr } = await audit(['dockerfile', '-', '--fix', '--stdout'], {
      input: LEAKING,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: MENDED });
    expect(stderr).toContain('mended');
    const clean = await audit(['dockerfile', '-', '--fix', '--stdout'], { input: MENDED });
    expect(clean.stdout).toBe(MENDED);
  });

  test('--keep-arg is for a time between', async () => {
    const { stdout } = await audit(['dockerfile', '-', '--fix', '--stdout', '--keep-arg'], {
      input: LEAKING,
    });
    expect(stdout).toBe(
      LEAKING.replace(
        'RUN npm ci',
        'RUN --mount=type=secret,id=npm_token \\\n    export NPM_TOKEN="$(cat /run/secrets/npm_token 2>/dev/null || printf %s "$NPM_TOKEN")" && \\\n    npm ci',
      ),
    );
    const again = await audit(['dockerfile', '-', '--fix', '--stdout', '--keep-arg'], { input: stdout });
    expect(again.stdout).toBe(stdout);
  });

  test('what cannot be done is said, with what to do', async () => {
    const several = await audit(['dockerfile', 'fixtures/webshop', '--fix', '--stdout', '--no-invocations']);
    expect(several.code).toBe(2);
    expect(several.stderr).toContain('--stdout takes one Dockerfile');
  });
});
