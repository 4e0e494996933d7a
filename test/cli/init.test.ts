import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { planInit } from '../../src/audit/init/plan-init.ts';
import { writeInit } from '../../src/audit/init/write-init.ts';
import { audit } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { repositoryWith } from '../support/repository.ts';

const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path);

describe('what audit init would do', () => {
  test('where there is nothing: a configuration, a hook, and what to do about CI', async () => {
    const { writes, byHand, steps, dockerfiles } = await planInit(
      await folderWith({ 'a/Dockerfile': 'FROM a\n' }),
    );
    expect(paths(writes)).toEqual(['.build-audit.yaml', '.githooks/pre-commit']);
    expect({ byHand, dockerfiles }).toEqual({ byHand: [], dockerfiles: 1 });
    expect(steps.join()).toMatch(/core\.hooksPath.*run in your CI system/);
    expect(parse(writes[0]?.text ?? '')).toEqual({ 'fail-on': 'low' });
  });

  test('a workflow where GitHub is used, the hook where husky is', async () => {
    const { folder, git } = await repositoryWith({ '.husky/_/x': '' });
    await git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
    const plan = await planInit(folder);
    expect(paths(plan.writes)).toEqual([
      '.build-audit.yaml',
      '.husky/pre-commit',
      '.github/workflows/build-audit.yml',
    ]);
    const workflow = plan.writes[2]?.text ?? '';
    expect(parse(workflow)).toMatchObject({ permissions: { contents: 'read' } });
    expect(workflow).not.toMatch(/run:.*\$\{\{/);
  });

  test('what is there is not changed: what to add is told, and what has it is left alone', async () => {
    const { writes, byHand, kept, steps } = await planInit(
      await folderWith({
        'package.json': '{"build-audit": {}}',
        '.pre-commit-config.yaml': 'repos: []\n',
        'lefthook.yml': 'x: build-audit\n',
        '.gitlab-ci.yml': '',
        Jenkinsfile: '',
      }),
    );
    expect({ writes, steps }).toEqual({ writes: [], steps: [] });
    expect(paths(byHand)).toEqual(['.pre-commit-config.yaml', '.gitlab-ci.yml', 'Jenkinsfile']);
    expect(kept).toEqual(['package.json', 'lefthook.yml']);
    for (const { path, text } of byHand.filter((one) => one.path.endsWith('.yml')))
      expect(parse(text), path).toBeTypeOf('object');
  });

  test('a hook that git runs already is not replaced, nor switched off in silence', async () => {
    const { folder, git, write } = await repositoryWith({ 'a/README.md': 'x' });
    await write('.git/hooks/commit-msg', '#!/bin/sh\n');
    const besides = await planInit(folder);
    expect(paths(besides.writes)).toContain('.githooks/pre-commit');
    expect(besides.steps[0]).toMatch(/\.git\/hooks has commit-msg, which git then runs no more/);
    await write('.git/hooks/pre-commit', '#!/bin/sh\n');
    const there = await planInit(folder);
    expect(paths(there.writes)).toEqual(['.build-audit.yaml']);
    expect(there.byHand).toEqual([
      {
        path: '.git/hooks/pre-commit',
        text: expect.stringMatching(/dockerfile --staged --quiet \|\| exit 1\n$/),
      },
    ]);
    await git('config', 'core.hooksPath', 'tools/hooks');
    const set = await planInit(folder);
    expect(paths(set.writes)).toContain('tools/hooks/pre-commit');
    expect(set.steps.join()).not.toContain('hooksPath');
    await git('config', 'core.hooksPath', '/etc/acme-hooks');
    const outside = await planInit(folder);
    expect(paths(outside.writes)).toEqual(['.build-audit.yaml']);
    expect(outside.steps[0]).toMatch(/core\.hooksPath names \/etc\/acme-hooks, outside/);
    await expect(planInit(join(folder, 'a'))).rejects.toThrow(/at its root, \.\.\//);
  });

  test('of a work tree and a submodule, whose .git is a file, the hooks lie elsewhere', async () => {
    const { folder, git, write } = await repositoryWith({ 'README.md': 'x' });
    await write('.git/hooks/pre-commit', '#!/bin/sh\n');
    await git('worktree', 'add', '--quiet', 'tree');
    expect((await planInit(join(folder, 'tree'))).byHand[0]?.path).toBe(
      join(folder, '.git/hooks/pre-commit'),
    );
    const outer = await repositoryWith();
    await outer.git('submodule', '--quiet', 'add', folder, 'part');
    const inner = await planInit(join(outer.folder, 'part'));
    expect(paths(inner.writes)).toEqual(['.build-audit.yaml', '.githooks/pre-commit']);
  });

  test('a file that came to be in the meantime is not overwritten', async () => {
    const folder = await folderWith({ 'a/b': 'mine' });
    await expect(writeInit(folder, [{ path: 'a/b', text: 'x', executable: false }])).rejects.toThrow(
      /was left/,
    );
    expect(await readFile(join(folder, 'a/b'), 'utf8')).toBe('mine');
  });
});

test('audit init shows first, and writes with --yes alone where there is nobody to ask', async () => {
  const cwd = await folderWith({ Dockerfile: 'FROM alpine:3.20\n' });
  const asked = await audit(['init'], { cwd });
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringMatching(/nothing was written.*--yes/) });
  expect(asked.stdout).toContain('.githooks/pre-commit, a new file that can be run:\n    #!/bin/sh');
  await expect(stat(join(cwd, '.githooks'))).rejects.toThrow('ENOENT');
  expect((await audit(['init', '--yes'], { cwd })).stdout).toMatch(/Written: \.build-audit\.yaml, /);
  expect((await stat(join(cwd, '.githooks/pre-commit'))).mode & 0o111).not.toBe(0);
});
