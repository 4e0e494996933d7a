import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, root } from '../support/cli.ts';
import { HOOK_NAMES, hookOf } from '../support/hook-names.ts';
import { repositoryWith } from '../support/repository.ts';
import { toolPath, workFolder } from './run.ts';

const run = promisify(execFile);
const CLEAN = 'FROM alpine:3.20\nRUN true\n';
const LEAKING = 'FROM alpine:3.20\nARG NPM_TOKEN\nRUN true\n';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await workFolder());
});
afterAll(() => remove());

/** Runs pre-commit without any network, and gives what it said. */
async function preCommit(cwd: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    PRE_COMMIT_HOME: join(folder, 'home'),
    npm_config_offline: 'true',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const {
    code = 0,
    stdout,
    stderr,
  } = await run(toolPath('pre-commit'), args, { cwd, env }).catch((error) => error);
  return { code, said: stdout + stderr };
}

describe('pre-commit', () => {
  test('takes the hooks for valid', async () => {
    expect(await preCommit(root, 'validate-manifest', '.pre-commit-hooks.yaml')).toMatchObject({ code: 0 });
  });

  test('reads their names of files as the tests without it do', async () => {
    const script =
      'import json,re,sys; p,n=json.loads(sys.argv[1]); print(json.dumps([bool(re.search(p,x)) for x in n]))';
    const names = HOOK_NAMES.map(([path]) => path);
    const matches = async (pattern: string): Promise<unknown> =>
      JSON.parse((await run('python3', ['-c', script, JSON.stringify([pattern, names])])).stdout);
    const builds = await hookOf('build-audit-builds');
    const dockerfile = await hookOf('build-audit-dockerfile');
    expect(await matches(builds.files)).toEqual(HOOK_NAMES.map(([, , expected]) => expected));
    const takes = HOOK_NAMES.map(([, expected]) => expected);
    expect(await matches(`^(?=.*(${dockerfile.files}))(?!.*(${dockerfile.exclude}))`)).toEqual(takes);
  });

  test('installs a release offline and runs each hook: a leak is refused, its mend passes', async () => {
    const release = await repositoryWith();
    await run(process.execPath, [`${root}scripts/release-tree.js`, release.folder]);
    await release.commit();
    const project = await repositoryWith({ 'web/Dockerfile': LEAKING, 'README.md': 'x' });
    const ids = ['build-audit-dockerfile', 'build-audit-builds', 'build-audit-fix'];
    const rev = (await release.git('rev-parse', 'HEAD')).trim();
    const hooks = ids.map((id) => `{id: ${id}}`).join(', ');
    await project.write(
      '.pre-commit-config.yaml',
      `repos: [{repo: 'file://${release.folder}', rev: '${rev}', hooks: [${hooks}]}]\n`,
    );
    await project.git('add', '.');
    const hook = (id: string) => preCommit(project.folder, 'run', '--all-files', id);
    const refused = await hook('build-audit-dockerfile');
    expect(refused.said).toContain('web/Dockerfile:2:5  secret-in-arg');
    expect(refused.code).toBe(1);
    expect((await hook('build-audit-builds')).said).toContain('secret-in-arg');
    expect((await hook('build-audit-fix')).said).toContain('files were modified by this hook');
    await project.git('add', '.');
    for (const id of ids)
      expect(await hook(id)).toMatchObject({ code: 0, said: expect.stringContaining('Passed') });
  });

  test('of what audit init prints for it, the commit is refused, and passes once it is mended', async () => {
    const { folder: project, git, write } = await repositoryWith({ 'README.md': 'x' });
    const entry = `${process.execPath} ${root}bin/run.js dockerfile --staged`;
    await write(
      '.pre-commit-config.yaml',
      `repos:\n- repo: local\n  hooks:\n  - {id: audit, name: audit, entry: ${entry}, language: system, pass_filenames: false}\n`,
    );
    await git('add', '.');
    expect((await preCommit(project, 'install')).code).toBe(0);
    await write('Dockerfile', LEAKING);
    await git('add', '.');
    const refused = await git('commit', '--message', 'x').catch((error) => error);
    expect(refused.code).toBe(1);
    expect(refused.stderr + refused.stdout).toContain('secret-in-arg');
    await write('Dockerfile', CLEAN);
    await git('add', '.');
    await expect(git('commit', '--message', 'x')).resolves.toContain('x');
  });
});

describe('completion', () => {
  const LINES = [
    ['audit doc', 'dockerfile'],
    ['audit dockerfile --sta', '--staged'],
    ['audit dockerfile --fail-on h', 'high'],
    ['audit rules secret-in-a', 'secret-in-arg'],
  ] as const;

  test('fish', async () => {
    const script = join(folder, 'audit.fish');
    await writeFile(script, (await audit(['completion', 'fish'])).stdout);
    for (const [line, word] of LINES) {
      const { stdout } = await run(toolPath('fish'), ['-c', `source ${script}; complete -C "${line}"`]);
      expect(stdout.split('\t')[0]?.trim()).toBe(word);
    }
  });

  test('zsh', async () => {
    const script = join(folder, 'audit.zsh');
    await writeFile(script, (await audit(['completion', 'zsh'])).stdout);
    await mkdir(join(folder, 'zsh'));
    const setUp = `PS1=''; autoload -Uz compinit; compinit -u -d ${folder}/zsh/dump; source ${script}; echo re''ady`;
    const driver = [
      'zmodload zsh/zpty; zpty z zsh -f -i',
      `zpty -w z ${JSON.stringify(setUp).replaceAll('$', '\\$')}`,
      "zpty -r -m z out '*ready*'",
      ...LINES.flatMap(([line, word]) => [
        `zpty -w -n z '${line}'; zpty -w -n z $'\\t'; zpty -r -m z out '*${word}*' && echo 'has ${word}'; zpty -w -n z $'\\C-u'`,
      ]),
      'zpty -d z',
    ].join('\n');
    const { stdout } = await run(toolPath('zsh'), ['-f', '-c', driver], { timeout: 60_000 });
    expect(stdout.trim().split('\n')).toEqual(LINES.map(([, word]) => `has ${word}`));
  });

  test('shellcheck has nothing to say of the scripts', async () => {
    const script = join(folder, 'audit.bash');
    await writeFile(script, `#!/bin/bash\n${(await audit(['completion', 'bash'])).stdout}`);
    // SC2207 asks for mapfile, which splits at lines alone.
    await run(toolPath('shellcheck'), ['--exclude=SC2207', script, join(root, 'action/audit.sh')]);
  });
});
