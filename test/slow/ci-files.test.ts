import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';

const run = promisify(execFile);
const text = (path: string) => readFile(join(root, path), 'utf8');

interface Step {
  run: string;
  shell: string;
  env: Record<string, string>;
}
interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
}
const action: Action = parse(await text('action.yml'));
const { version } = JSON.parse(await text('package.json'));

describe('action.yml', () => {
  test('has what GitHub asks for, no input in a script, no action of others', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps) {
      expect(step).not.toHaveProperty('uses');
      expect(step.shell).toBe('bash');
      expect(step.run).not.toContain('${{');
    }
    const used = JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g);
    expect([...new Set(Array.from(used, ([, name]) => name))].sort()).toEqual(
      Object.keys(action.inputs).sort(),
    );
    expect(action.inputs['version']?.default).toBe(version);
  });

  /** Runs the first step as a runner would. */
  async function step(inputs: Record<string, string>) {
    const cwd = await folderWith({
      Dockerfile: 'FROM alpine:3.20\nARG NPM_TOKEN\n',
      'clean/Dockerfile': 'FROM alpine:3.20\n',
      output: '',
    });
    const names = Object.entries(action.inputs).map(([name, { default: usual }]) => [
      `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
      inputs[name] ?? (usual.startsWith('${{') ? '' : usual),
    ]);
    const output = join(cwd, 'output');
    const env = {
      PATH: process.env['PATH'] ?? '',
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: cwd,
      ...Object.fromEntries(names),
    };
    const [first] = action.runs.steps;
    const { code = 0, stdout } = await run('bash', ['-c', first?.run ?? ''], { cwd, env }).catch(
      (error) => error,
    );
    return { code, stdout, outputs: await readFile(output, 'utf8'), cwd };
  }

  test('audits, annotates, writes SARIF, and ends with the code of the audit', async () => {
    const { code, stdout, outputs, cwd } = await step({ upload: 'true' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/::(?:error|warning) /);
    expect(outputs).toBe(`exit-code=1\nsarif-file=${cwd}/build-audit.sarif\nupload=true\n`);
    expect(JSON.parse(await readFile(join(cwd, 'build-audit.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  test('inputs may have blanks and line breaks around them, and be in any case', async () => {
    for (const upload of ['True', ' TRUE\n']) {
      const { outputs } = await step({ upload, paths: 'clean' });
      expect(outputs).toMatch(/^exit-code=0\nsarif-file=.*\nupload=true\n$/);
    }
    const several = await step({
      paths: '\n  clean \r\n\n\tDockerfile\n',
      'fail-on': ' never\n',
      upload: 'False',
    });
    expect(several).toMatchObject({ code: 0, outputs: 'exit-code=0\n' });
    expect(several.stdout).toContain('file=Dockerfile');
    const wrong = await step({ upload: 'yes' });
    expect(wrong).toMatchObject({ code: 2, stdout: expect.stringMatching(/upload has to be true or false/) });
  });

  test('an input is never a part of a script', async () => {
    const hostile = ['$(touch pwned)', '`touch pwned`', '"; touch pwned; "', '--fix'];
    const { code, cwd } = await step({ paths: ['clean', ...hostile].join('\n'), 'fail-on': 'never' });
    expect(code).toBe(2);
    await expect(readFile(join(cwd, 'pwned'))).rejects.toThrow('ENOENT');
  });

  test('sends the report to code scanning', async () => {
    const asked: { url: string | undefined; authorization: string | undefined; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => {
        asked.push({ url: request.url, authorization: request.headers.authorization, body });
        response.writeHead(asked.length === 1 ? 202 : 403).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const cwd = await folderWith({ 'a.sarif': '{"version":"2.1.0"}' });
    const env = {
      PATH: process.env['PATH'] ?? '',
      GITHUB_ACTION_PATH: root,
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SHA: 'abc',
      GITHUB_REF: 'refs/pull/1/merge',
      INPUT_TOKEN: 'canary-Umbrella-7319',
      SARIF_FILE: 'a.sarif',
    };
    const upload = () => run('bash', ['-c', action.runs.steps[1]?.run ?? ''], { cwd, env });
    const taken = await upload();
    const refused = await upload().catch((error) => error);
    server.close();
    expect(asked[0]).toMatchObject({
      url: '/repos/acme/shop/code-scanning/sarifs',
      authorization: 'Bearer canary-Umbrella-7319',
    });
    const { sarif, ...rest } = JSON.parse(asked[0]?.body ?? '{}');
    expect(rest).toMatchObject({ commit_sha: 'abc', ref: 'refs/pull/1/merge' });
    expect(gunzipSync(Buffer.from(sarif, 'base64')).toString()).toBe('{"version":"2.1.0"}');
    expect(refused).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^::error::.*security-events: write/),
    });
    expect(taken.stdout + taken.stderr + refused.stdout).not.toContain('canary');
  });
});

describe('other systems', () => {
  test('each file runs this version, and its commands do what they say', async () => {
    const gitlab = parse(await text('docs/ci/gitlab.yml'))['build-audit'];
    const codebuild = parse(await text('docs/ci/codebuild-buildspec.yml'));
    const jenkins = await text('docs/ci/Jenkinsfile');
    expect(gitlab.variables.BUILD_AUDIT_VERSION).toBe(version);
    expect(codebuild.env.variables.BUILD_AUDIT_VERSION).toBe(version);
    expect(/BUILD_AUDIT_VERSION = '(.+)'/.exec(jenkins)?.[1]).toBe(version);
    expect(codebuild).toMatchObject({
      version: 0.2,
      reports: { 'build-audit': { 'file-format': 'JUNITXML' } },
    });
    const commands: [string, string[]][] = [
      [gitlab.script[0], Object.values<string>(gitlab.artifacts.reports)],
      [codebuild.phases.build.commands[0], codebuild.reports['build-audit'].files],
      [/sh '(.+)'/.exec(jenkins)?.[1] ?? '', [/testResults: '(.+?)'/.exec(jenkins)?.[1] ?? '']],
    ];
    for (const [command, reports] of commands) {
      const cwd = await folderWith({ Dockerfile: 'FROM alpine:3.20\n' });
      await mkdir(join(cwd, 'bin'));
      // It gets the package from a registry; here it is what was built.
      const npx = `#!/bin/sh\n[ "$1 $2" = "--yes build-audit@${version}" ] || exit 9\nshift 2\nexec '${process.execPath}' '${root}bin/run.js' "$@"\n`;
      await writeFile(join(cwd, 'bin/npx'), npx, { mode: 0o755 });
      const env = { PATH: `${cwd}/bin:${process.env['PATH']}`, BUILD_AUDIT_VERSION: version };
      expect((await run('sh', ['-ec', command], { cwd, env })).stdout).toContain(
        'no findings in 1 Dockerfile',
      );
      for (const report of reports) expect((await readFile(join(cwd, report))).length).toBeGreaterThan(0);
    }
  });
});
