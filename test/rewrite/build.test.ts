import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { buildFixes } from '../../src/audit/fix/build-fixes.ts';
import type { BuildPath } from '../../src/build/build-path.ts';
import { type Builds, readBuilds } from '../../src/build/read-builds.ts';
import { applyEdits } from '../../src/rewrite/apply-edits.ts';
import { type BuildRewrite, rewriteBuild, rewriteBuilds } from '../../src/rewrite/build/rewrite-build.ts';
import type { SecretNeed } from '../../src/rewrite/need.ts';
import { SHAPES } from '../build/shapes.ts';
import { folderWith } from '../support/folder.ts';
import { BUILD_EDITS, ONE } from './build-edits.ts';

const DOCKERFILE = 'FROM alpine:3.20 AS prod\nARG A\nARG C\n';

async function rewritten(files: Readonly<Record<string, string>>, needs: readonly SecretNeed[]) {
  const folder = await folderWith({ Dockerfile: DOCKERFILE, ...files });
  const builds = await readBuilds(folder, Object.keys(files));
  const all = rewriteBuilds(
    builds.builds.map((path) => ({ path, needs })),
    { builds },
  );
  const changed = applyEdits(all.flatMap(({ edits }) => edits)) ?? [];
  const after = { ...files };
  for (const { path, text } of changed) after[relative(folder, path)] = text;
  return { folder, builds, all, after };
}

const saidBy = ({ commands, remarks, doubts }: BuildRewrite): string[] => [
  ...commands,
  ...remarks,
  ...doubts,
];

test.each(BUILD_EDITS)('$what', async ({ file, before, after, needs = ONE, says = [] }) => {
  const first = await rewritten({ [file]: before }, needs);
  expect(first.builds.builds.length).toBeGreaterThan(0);
  expect(first.after[file]).toBe(after ?? before);
  const said = first.all.flatMap(saidBy);
  expect(said.map((one) => one.replaceAll(`${first.folder}/`, ''))).toEqual(says);
  if (after === undefined) return;
  const second = await rewritten(first.after, needs);
  expect(second.after).toEqual(first.after);
  expect(second.all.flatMap(({ commands }) => commands)).toEqual([]);
});

test('a declaration of compose for each value: the other service gets a name of its own', async () => {
  const service = (name: string, value: string) =>
    `  ${name}:\n    build:\n      context: .\n      args:\n        A: ${value}\n`;
  for (const [value, variable] of [
    ['pre${TOK}', 'A'],
    ['${TOK:+abc}', 'A'],
    ['${OTHER}', 'OTHER'],
  ] as const) {
    const before = `services:\n${service('x', '"${TOK}"')}${service('y', value)}`;
    const { after, all } = await rewritten({ 'compose.yaml': before }, ONE);
    expect(after['compose.yaml']).toBe(
      `services:\n  x:\n    build:\n      context: .\n      secrets:\n        - a\n  y:\n    build:\n      context: .\n      secrets:\n        - {source: a_y, target: a}\nsecrets:\n  a:\n    environment: TOK\n  a_y:\n    environment: ${variable}\n`,
    );
    expect(all.flatMap(({ commands }) => commands)).toEqual([]);
    expect(all.flatMap(({ doubts }) => doubts).length).toBe(variable === 'A' ? 1 : 0);
  }
});

test.each([
  [
    'docker-bake.hcl',
    'variable "TOK" {\n  default = "abc"\n}\ntarget "default" {\n  args = {\n    A = TOK\n  }\n}\n',
  ],
  ['docker-bake.hcl', 'target "default" {\n  args = {\n    A = "${X}-${Y}"\n  }\n}\n'],
  ['compose.yaml', 'services:\n  x:\n    build:\n      context: .\n      args:\n        A: ${TOK:+abc}\n'],
])('a value that %s made is to be seen to', async (file, before) => {
  const { all } = await rewritten({ [file]: before }, ONE);
  expect(all.map(({ edits, remarks, doubts }) => [edits.length > 0, remarks.length, doubts.length])).toEqual([
    [true, 0, 1],
  ]);
});

test('a service of a compose file and of its override is left whole', async () => {
  const service = (value: string) =>
    `services:\n  x:\n    build:\n      context: .\n      args:\n        A: ${value}\n`;
  const files = { 'compose.yaml': service('${TOK:-}'), 'compose.override.yaml': service('${TOK2:-}') };
  const { after, all } = await rewritten(files, ONE);
  expect(after).toEqual(files);
  expect(all.map(({ commands }) => commands.length)).toEqual([1]);
});

const BASE =
  'x-a: &args\n  A: ${TOK}\nservices:\n  a:\n    build:\n      context: .\n      args:\n        A: "${A}"\n  b:\n    build:\n      context: .\n      args: *args\n  f:\n    extends: a\n    image: f\n';
const declared = (service: string, item: string, name: string, variable: string) =>
  `services:\n  ${service}:\n    build:\n      secrets: [${item}]\nsecrets:\n  ${name}:\n    environment: ${variable}`;

test.each([
  {
    what: 'an override of a service that another one extends: both are left, by names that do not meet',
    files: {
      'compose.yaml': BASE,
      'compose.override.yaml': 'services:\n  a:\n    build:\n      args:\n        A: "${OTHER}"\n',
    },
    says: [
      declared('a', 'a', 'a', 'OTHER'),
      declared('b', '{source: a_b, target: a}', 'a_b', 'TOK'),
      declared('f', '{source: a_f, target: a}', 'a_f', 'A'),
    ],
  },
  {
    what: 'a variant of a service has its own value by the same name',
    files: {
      'compose.yaml': 'services:\n  a:\n    build:\n      context: .\n      args:\n        A: ${A}\n',
      'compose.prod.yaml': 'services:\n  a:\n    build:\n      args:\n        A: ${PROD}\n',
    },
    says: [declared('a', 'a', 'a', 'A'), declared('a', 'a', 'a', 'PROD')],
  },
  {
    what: 'an argument of docker compose build, and the variable that the service takes',
    files: {
      'compose.yaml':
        'services:\n  a:\n    build:\n      context: .\n      args:\n        A: ${T}\n        C: 1\n  b:\n    build: .\n',
      'a.sh': 'docker compose build --build-arg A=$Q\n',
    },
    after: {
      'compose.yaml':
        'services:\n  a:\n    build:\n      context: .\n      args:\n        C: 1\n      secrets:\n        - a\n  b:\n    build:\n      context: .\n      secrets:\n        - {source: a_b, target: a}\nsecrets:\n  a:\n    environment: T\n  a_b:\n    environment: A\n',
    },
    says: [declared('a', 'a', 'a', 'T'), declared('b', '{source: a_b, target: a}', 'a_b', 'A')],
  },
])('$what', async ({ files, after = {}, says }) => {
  const first = await rewritten(files, ONE);
  expect(first.after).toEqual({ ...files, ...after });
  const blocks = first.all.flatMap(({ commands }) => commands.map((one) => one.replace(/^.*\n/, '')));
  expect(blocks).toEqual(says);
  for (const command of first.all.flatMap(({ commands }) => commands))
    expect(/with (\w+) in/.exec(command)?.[1]).toBe(/environment: (\w+)$/.exec(command)?.[1]);
  const second = await rewritten(first.after, ONE);
  expect(second.after).toEqual(first.after);
});

const NEEDS: readonly SecretNeed[] = [{ kind: 'secret', id: 'token', argument: 'A' }];

/** What a build says besides A and the secret that takes its place. */
function othersOf({ how, dockerfile, target, args, secrets, ssh, labels, unknown }: BuildPath): string {
  return JSON.stringify([
    [how, target?.value, dockerfile.kind, labels.map(({ name, value }) => [name, value])],
    args.filter(({ name }) => name !== 'A').map(({ name, value }) => [name, value]),
    secrets.filter(({ id }) => id !== 'token').map(({ id, from }) => [id, from]),
    ssh.map(({ id }) => id),
    unknown.map(({ what }) => what),
  ]);
}

const isMended = ({ args, secrets }: BuildPath): boolean =>
  args.every(({ name }) => name !== 'A') && secrets.some(({ id }) => id === 'token');

/** All builds of all shapes at once: what has edits is mended, the rest as it was. */
test('every shape is edited, or has a command to paste', async () => {
  let edited = 0;
  for (const { what, files } of SHAPES) {
    const first = await rewritten(files, NEEDS);
    const again: Builds = await readBuilds(
      await folderWith({ Dockerfile: DOCKERFILE, ...first.after }),
      Object.keys(files),
    );
    expect(again.builds.map(othersOf), what).toEqual(first.builds.builds.map(othersOf));
    for (const [index, rewrite] of first.all.entries()) {
      const now = again.builds[index];
      if (now === undefined) throw new Error(what);
      if (rewrite.edits.length === 0) {
        expect(rewrite.commands.length, what).toBe(1);
        continue;
      }
      edited += 1;
      expect(rewrite.commands, what).toEqual([]);
      expect(isMended(now), what).toBe(true);
      expect(rewriteBuild(now, NEEDS, { builds: again }).edits, what).toEqual([]);
    }
  }
  expect(edited).toBeGreaterThan(125);
});

test('a host is no part of the variable that a secret comes from', () => {
  const needs: readonly SecretNeed[] = [{ kind: 'secret', id: 'GIT_AUTH_TOKEN.git.example.com' }];
  expect(buildFixes([{ builds: [], needs }]).commands).toEqual([
    'docker build --secret id=GIT_AUTH_TOKEN.git.example.com,env=GIT_AUTH_TOKEN .',
  ]);
});

test('values that go into one file are written and passed once', () => {
  const need = (name: string) =>
    ({ kind: 'secret', id: '_env', argument: name, dotenv: [name] }) as const satisfies SecretNeed;
  expect(buildFixes([{ builds: [], needs: [need('A'), need('C')] }]).commands).toEqual([
    `(umask 077 && printf "%s='%s'\\n" A "$A" C "$C" > /tmp/.env.build)`,
    'docker build --secret id=_env,src=/tmp/.env.build .',
  ]);
});
