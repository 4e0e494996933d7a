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

test('one declaration of compose for one value: the other service is left', async () => {
  const service = (name: string, value: string) =>
    `  ${name}:\n    build:\n      context: .\n      args:\n        A: ${value}\n`;
  for (const value of ['pre${TOK}', '${TOK:+abc}', '${OTHER}']) {
    const before = `services:\n${service('x', '"${TOK}"')}${service('y', value)}`;
    const { after, all } = await rewritten({ 'compose.yaml': before }, ONE);
    expect(after['compose.yaml']).toBe(
      `services:\n  x:\n    build:\n      context: .\n      secrets:\n        - a\n${service('y', value)}secrets:\n  a:\n    environment: TOK\n`,
    );
    expect(all.map(({ commands }) => commands.length)).toEqual([0, 1]);
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
