import { execFile } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { BuildPath } from '../../src/build/build-path.ts';
import { readBuilds } from '../../src/build/read-builds.ts';
import type { Value } from '../../src/build/value.ts';
import { SHAPES } from '../build/shapes.ts';
import { folderWith } from '../support/folder.ts';

const run = promisify(execFile);
const BUILDERS = ['docker', 'podman', 'nerdctl', 'buildah', 'depot', 'buildctl', 'fly', 'az'];
const RECORD = '#!/bin/sh\nprintf "%s\\0" "$@" >> "$LOG"\nprintf "\\n\\0" >> "$LOG"\n';
/** Runs what stands behind its options. */
const PASS =
  '#!/bin/sh\nwhile [ "$#" -gt 0 ]; do case "$1" in docker|env) exec "$@";; *) shift;; esac; done\n';
const VARIABLES = {
  B: 'value-of-B',
  A: 'value-of-A',
  C: 'value-of-C',
  NPM_TOKEN: 'value-of-npm',
  CI: 'true',
  SUDO: 'sudo',
};
const TOKEN = 'token-of-aws';

/** What a build was given: names to values, ids of secrets, the target. */
interface Given {
  args: Record<string, string>;
  secrets: string[];
  target?: string;
}

/** What a shell handed to a builder, read from the words alone. */
function givenBy(words: readonly string[]): Given {
  const given: Given = { args: {}, secrets: [] };
  for (const [index, word] of words.entries()) {
    const [, flag = '', glued] = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const value = glued ?? words[index + 1] ?? '';
    const [, name = value, rest] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? [];
    if (/^(?:secret-)?build-arg$/.test(flag))
      given.args[name] = rest ?? Object.entries(VARIABLES).find(([key]) => key === name)?.[1] ?? '';
    else if (flag === 'secret') given.secrets.push(/(?:^|,)id=([^,]*)/.exec(value)?.[1] ?? '');
    else if (flag === 'build-secret') given.secrets.push(name);
    else if (flag === 'target') given.target = value;
    else if (flag === 'opt' && name.startsWith('build-arg:')) given.args[name.slice(10)] = rest ?? '';
  }
  return given;
}

/** A pattern for what a value comes to under these variables. */
function patternOf(value: Value): RegExp {
  const pieces = value.map((part) => {
    if (part.kind === 'text') return escaped(part.text);
    if (part.kind === 'variable')
      return escaped(Object.entries(VARIABLES).find(([name]) => name === part.name)?.[1] ?? part.usual ?? '');
    return part.kind === 'output' && part.made !== undefined ? TOKEN : '[\\s\\S]*';
  });
  return new RegExp(`^${pieces.join('')}$`);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** @param mayLack where a branch decides: what is read of it may not have been given this time */
function agrees(build: BuildPath, { args, secrets, target }: Given, mayLack: boolean): boolean {
  const read = new Map(build.args.map(({ name, value }) => [name, value]));
  const ids = build.secrets.map(({ id }) => id);
  const names = Object.keys(args);
  return (
    (mayLack || (read.size === names.length && ids.length === secrets.length)) &&
    names.every((name) =>
      patternOf(read.get(name) ?? [{ kind: 'text', text: '\0' }]).test(args[name] ?? ''),
    ) &&
    secrets.every((id) => ids.includes(id)) &&
    (build.target === undefined ? target === undefined : patternOf(build.target.value).test(target ?? '\0'))
  );
}

const RUN: Readonly<Record<string, readonly string[]>> = {
  'build.sh': ['bash', 'build.sh'],
  'ci/build.sh': ['bash', 'ci/build.sh'],
  'hooks/build': ['bash', 'hooks/build'],
  Makefile: ['make', '-e'],
  'build.mk': ['make', '-e', '-f', 'build.mk'],
};
const runnable = SHAPES.flatMap((shape) => {
  const file = Object.keys(RUN).find((name) => name in shape.files);
  const text = file === undefined ? '' : (shape.files[file] ?? '');
  const isOwn =
    file !== undefined && !/kaniko|\r\n|\bop run|\bretry|compose|\uFEFF|docker build -? ?<</.test(text);
  return isOwn ? [{ ...shape, command: RUN[file] ?? [] }] : [];
});

test.each(runnable)('$what: read as it runs', async ({ what, files, command }) => {
  const programs = Object.fromEntries(BUILDERS.map((name) => [`.bin/${name}`, RECORD]));
  const folder = await folderWith({
    Dockerfile: 'FROM scratch\n',
    ...files,
    ...programs,
    '.bin/sudo': PASS,
    '.bin/ssh': '#!/bin/sh\nexit 0\n',
    '.bin/git': '#!/bin/sh\ncase "$*" in *toplevel*) pwd;; *) echo 0123abc;; esac\n',
    '.bin/aws': `#!/bin/sh\necho ${TOKEN}\n`,
  });
  for (const name of [...BUILDERS, 'sudo', 'ssh', 'git', 'aws'])
    await chmod(join(folder, '.bin', name), 0o755);
  const log = join(folder, '.log');
  const [program = '', ...args] = command;
  const env = { ...VARIABLES, HOME: folder, LOG: log, PATH: `${join(folder, '.bin')}:/usr/bin:/bin` };
  await run(program, args, { cwd: folder, env });
  const recorded = await readFile(log, 'utf8').catch(() => '');
  const executed = recorded
    .split('\n\0')
    .slice(0, -1)
    .map((line) => givenBy(line.split('\0').slice(0, -1)));
  const { builds } = await readBuilds(
    folder,
    Object.keys(files).filter((name) => name in RUN),
  );
  expect(builds.length).toBeGreaterThan(0);
  for (const given of executed)
    expect(
      builds.some((build) => agrees(build, given, /^either value/.test(what))),
      JSON.stringify(given),
    ).toBe(true);
});

test('most of the shapes are run', () => expect(runnable.length).toBeGreaterThan(45));
