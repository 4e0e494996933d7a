import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { REPORT_FORMATS } from '../../src/report/index.ts';
import { audit, root } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { folderWith } from '../support/folder.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tempFolder } from '../support/images/temp.ts';
import { parseXml } from '../support/xml.ts';
import { toolPath } from './run.ts';

const TOKEN = credential('github-pat-classic');
const DOCKERFILE = `FROM node\nARG NPM_TOKEN\nENV GH=${TOKEN}\nRUN npm ci\nCOPY . /app\n`;

/** What would run something, or read or write elsewhere, if anyone took it at its word. */
async function trap(): Promise<string> {
  const folder = await folderWith({
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/config': `[core]
  fsmonitor = ./run
  hooksPath = hooks
  sshCommand = ./run
  pager = ./run
[alias]
  status = !./run
  ls-files = !./run
[diff "x"]
  textconv = ./run
[credential]
  helper = !./run
[include]
  path = /outside/config
`,
    '.gitattributes': '* diff=x filter=x\n',
    Dockerfile: DOCKERFILE,
    'package.json': JSON.stringify({
      scripts: { preinstall: './run', prepare: './run', install: './run', docker: 'docker build .' },
      'build-audit': { names: { secret: ['ACME'] } },
    }),
    Makefile: 'X := $(shell ./run)\nimage:\n\tdocker build --build-arg A=$(X) .\n',
    'build.sh':
      '#!/bin/sh\n$(./run)\n. ./run\ndocker build --build-arg A=$(./run) -f /outside/Dockerfile .\n',
    'compose.yaml':
      'include: [/outside/compose.yaml, ../outside.yaml]\nservices: { a: { build: { context: "https://outside.example.com/x.git" }, env_file: /outside/env } }\n',
    'docker-bake.hcl': 'target "default" { context = "https://outside.example.com/a.git" }\n',
    '.npmrc': 'node-options=--require ./run\n',
    '.noderc': '--require ./run\n',
    'oclif.config.js': 'require("fs").writeFileSync("ran", "")\n',
    hooks: '',
    run: '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n',
  });
  chmodSync(join(folder, 'run'), 0o755);
  symlinkSync('/etc/hostname', join(folder, 'outside.Dockerfile'));
  return folder;
}

let folder = '';
beforeEach(async () => {
  folder = realpathSync(await trap());
});

/** What the command asks of the system: processes, connections, files that it may write to. */
function traced(args: readonly string[], env: NodeJS.ProcessEnv): { calls: string[]; code: number } {
  const log = `${folder}.strace`;
  const calls = 'execve,connect,openat,creat,mkdir,rename,renameat2,link,unlink,bind,sendto';
  const command = [`-f`, '-qq', '-s', '400', '-e', `trace=${calls}`, '-o', log];
  let code = 0;
  try {
    execFileSync(toolPath('strace'), [...command, process.execPath, `${root}bin/run.js`, ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
  } catch (error) {
    code = Number((error as { status?: number }).status);
  }
  const lines = readFileSync(log, 'utf8').split('\n');
  return { calls: lines.map((line) => line.replace(/^\d+\s+/, '')), code };
}

const writes = (calls: readonly string[]) =>
  calls.flatMap((call) => {
    const [, path] = /^openat\([^,]+, "([^"]*)", [^)]*O_(?:WRONLY|RDWR|CREAT)/.exec(call) ?? [];
    const [, made] = /^(?:mkdir|creat)\("([^"]*)"/.exec(call) ?? [];
    const found = path ?? made;
    return found === undefined || found.startsWith('/dev/') || found.startsWith('/proc/') ? [] : [found];
  });

describe('nothing that a repository says is run, fetched or written to', () => {
  test('audit dockerfile starts no process, reaches for no network and writes nothing', async () => {
    const { calls, code } = traced(['dockerfile'], { BUILD_AUDIT_CACHE: join(folder, 'never') });
    expect(code).toBeGreaterThan(0);
    expect(calls.filter((call) => call.startsWith('execve(')).length).toBe(1);
    expect(calls.filter((call) => /^(?:connect|bind|sendto)\(/.test(call))).toEqual([]);
    expect(writes(calls)).toEqual([]);
    expect(calls.filter((call) => /^openat\([^,]*, "\/(?:outside|etc\/hostname)/.test(call))).toEqual([]);
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  test('audit image writes into its cache alone', async () => {
    const cache = join(await tempFolder(), 'cache');
    const layers = [
      { files: [{ path: 'usr/bin/run', content: `#!/bin/sh\ntouch /ran ${TOKEN}\n`, mode: 0o755 }] },
    ];
    const config = { Entrypoint: ['/usr/bin/run'], Env: ['LD_PRELOAD=/usr/bin/run'] };
    await writeArchive(join(folder, 'a.tar'), oldDockerFiles([{ tags: ['a:1'], config, layers }]));
    const { calls, code } = traced(['image', 'a.tar'], { BUILD_AUDIT_CACHE: cache });
    expect(code).toBe(1);
    expect(calls.filter((call) => call.startsWith('execve(')).length).toBe(1);
    expect(calls.filter((call) => /^(?:connect|bind|sendto)\(/.test(call))).toEqual([]);
    expect(writes(calls).filter((path) => !path.startsWith(cache))).toEqual([]);
    expect(writes(calls).length).toBeGreaterThan(0);
  });

  test('--fix writes what it mends, asks git for what is committed, and starts nothing else', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
    const config = join(folder, '.git/config');
    const settings = readFileSync(config, 'utf8');
    writeFileSync(config, '');
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'x');
    const filters = '[filter "x"]\n  clean = ./run\n  smudge = ./run\n  process = ./run\n  required = true\n';
    writeFileSync(config, `${readFileSync(config, 'utf8')}${settings}${filters}`);
    const before = readdirSync(folder).sort();
    const time = new Date(Date.now() + 5000);
    utimesSync(join(folder, 'Dockerfile'), time, time);
    const { calls } = traced(['dockerfile', '--fix', '--unsafe-fixes'], {});
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).not.toBe(DOCKERFILE);
    const allowed =
      /^\.?\/?(?:.*\/)?\.?(?:Dockerfile|\.dockerignore|build\.sh|compose\.yaml|Makefile|docker-bake\.hcl|package\.json)(?:\.\d+\.tmp)?$/;
    expect(writes(calls).filter((path) => !allowed.test(path))).toEqual([]);
    const made = readdirSync(folder).filter((name) => !before.includes(name) && name !== '.dockerignore');
    expect(made).toEqual([]);
    const started = calls.filter((call) => /^execve\(.*= 0$/.test(call));
    expect(
      started.slice(1).filter((call) => !/^execve\("[^"]*\/git", \["git", .*"ls-tree"/.test(call)),
    ).toEqual([]);
  });

  test('git is not made to fetch what a repository lacks', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
    writeFileSync(join(folder, '.git/config'), '');
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'x');
    const promised = `[remote "o"]\n  promisor = true\n  url = ${folder}\n  uploadpack = ${folder}/run\n[extensions]\n  partialClone = o\n[core]\n  repositoryFormatVersion = 1\n`;
    const config = join(folder, '.git/config');
    writeFileSync(config, `${readFileSync(config, 'utf8')}${promised}[protocol "file"]\n  allow = always\n`);
    for (const name of readdirSync(join(folder, '.git/objects')))
      if (name.length === 2) rmSync(join(folder, '.git/objects', name), { recursive: true });
    const { calls } = traced(['dockerfile', '--fix', '--unsafe-fixes'], {});
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    expect(calls.filter((call) => /^execve\("[^"]*\/(?:run|sh)"/.test(call))).toEqual([]);
  });

  test('without any network all is the same', async () => {
    const command = [process.execPath, `${root}bin/run.js`, 'dockerfile', '--format', 'json'];
    const without = (() => {
      try {
        return execFileSync(toolPath('unshare'), ['-n', ...command], {
          cwd: folder,
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (error) {
        return String((error as { stdout?: string }).stdout);
      }
    })();
    const { stdout } = await audit(['dockerfile', '--format', 'json'], { cwd: folder });
    const plain = (text: string) => text.replace(/"fingerprint": "[0-9a-f]{32}"/g, '');
    expect(JSON.parse(without).findings.length).toBeGreaterThan(0);
    expect(plain(without)).toBe(plain(stdout));
  });
});

/** Terminal titles, commands of CI systems, markup, formulas, text that runs backwards. */
const NASTY =
  '\u001b]0;pwned\u0007\u001b[2J\n::error file=a::pwned\n##vso[task.complete]\r\n=cmd|calc!A1<img src=x onerror=alert(1)>\u202egpj\u2066`|[x](javascript:alert(1))"\'&amp;';
const CONTROL =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/u;

test('names that would do something are harmless in every output', async () => {
  const name = `${NASTY}.Dockerfile`;
  const cwd = await tempFolder();
  mkdirSync(join(cwd, NASTY));
  for (const path of [join(cwd, name), join(cwd, NASTY, 'Dockerfile')])
    writeFileSync(
      path,
      `FROM a AS ${NASTY.replace(/\s/g, '')}\nARG NPM_TOKEN=${NASTY.replace(/\n/g, '')}\nENV X_TOKEN="\u001b[2J${TOKEN}<img src=x>" \nCOPY --from=<img\u202e . /\n`,
    );
  writeFileSync(
    join(cwd, NASTY, 'compose.yaml'),
    `services: { "${JSON.stringify(NASTY).slice(1, -1)}": { build: . } }`,
  );
  const image = {
    tags: [`a:${NASTY}`],
    config: { Env: [`DB_PASSWORD${NASTY}=q7Zr2Lk9Tp4mXa8V`], Labels: { [NASTY]: TOKEN } },
    layers: [
      {
        files: [
          { path: `${NASTY.replaceAll('/', '')}/.env`, content: `DB_PASSWORD=q7Zr2Lk9Tp4mXa8V\n${TOKEN}` },
        ],
      },
    ],
  };
  await writeArchive(join(cwd, 'a.tar'), oldDockerFiles([image]));
  const runs = [
    ['dockerfile'],
    ['dockerfile', '--list-builds'],
    ['cache', name],
    ['baseline'],
    ['image', 'a.tar', `${NASTY}.tar`, '--no-cache'],
    ['dockerfile', '--config', NASTY],
    ['dockerfile', `--limit=${NASTY.replaceAll('\n', '')}=1`],
  ];
  for (const args of runs) {
    const { stdout, stderr } = await audit(args, { cwd });
    expect.soft([args[0], CONTROL.exec(stdout + stderr)?.index]).toEqual([args[0], undefined]);
    expect.soft(stdout + stderr).not.toMatch(/^\s*(?:::|##\[|##vso)/m);
  }
  const { stdout: patch, stderr: summary } = await audit(['dockerfile', '--diff', '--unsafe-fixes'], { cwd });
  expect.soft(summary).not.toMatch(CONTROL);
  expect.soft(patch + summary).not.toMatch(/^\s*(?:::|##\[|##vso)/m);
  for (const what of [['dockerfile'], ['image', 'a.tar', '--no-cache']]) {
    const out = await tempFolder();
    const formats = REPORT_FORMATS.flatMap((format) => ['--format', `${format}=${join(out, format)}`]);
    await audit([...what, ...formats, '--verbose'], { cwd });
    for (const format of REPORT_FORMATS) {
      const text = readFileSync(join(out, format), 'utf8');
      expect.soft([format, CONTROL.exec(text)?.[0]]).toEqual([format, undefined]);
      // What stands in a fence is shown as it is.
      const outside = text.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, '');
      if (format === 'html' || format === 'markdown')
        expect.soft(outside).not.toMatch(/<img|href="javascript/);
      if (format === 'junit') expect(parseXml(text).name).toBe('testsuites');
      if (/json|sarif|gitlab/.test(format)) JSON.parse(text);
      if (format === 'github')
        for (const line of text.trimEnd().split('\n'))
          expect
            .soft(line)
            .toMatch(/^(?:::(?:error|warning|notice) \w+=[^,:]*(?:,\w+=[^,:]*)*::.*|build-audit: .*)$/u);
    }
  }
});
