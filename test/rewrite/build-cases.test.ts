import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBuilds } from '../../src/build/read-builds.ts';
import { applyEdits } from '../../src/rewrite/apply-edits.ts';
import { rewriteBuild, rewriteBuilds } from '../../src/rewrite/build/rewrite-build.ts';
import type { SecretNeed } from '../../src/rewrite/need.ts';
import { root } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';

const CASES = join(root, 'fixtures/cases');
const INDEXES: readonly SecretNeed[] = [
  { kind: 'secret', id: 'uv_default_index', argument: 'UV_DEFAULT_INDEX' },
  { kind: 'secret', id: 'uv_index', argument: 'UV_INDEX' },
];
const ROLE =
  'the role of the CodeBuild project needs codeartifact:GetAuthorizationToken, codeartifact:GetRepositoryEndpoint, codeartifact:ReadFromRepository and sts:GetServiceBearerToken';

async function rewriteFolder(folder: string, paths: readonly string[], needs: readonly SecretNeed[]) {
  const builds = await readBuilds(folder, paths);
  const all = rewriteBuilds(
    builds.builds.map((path) => ({ path, needs })),
    { builds },
  );
  const texts = (applyEdits(all.flatMap(({ edits }) => edits)) ?? []).map(({ text }) => text);
  const plain = (said: string): string => said.replaceAll(`${folder}/`, '');
  return {
    texts,
    commands: all.flatMap(({ commands }) => commands.map(plain)),
    remarks: all.flatMap(({ remarks }) => remarks.map(plain)),
  };
}

test('a rotating token: the script hands it over as secrets, the buildspec fetches its own', async () => {
  const folder = join(CASES, 'rotating-index');
  const { texts, commands, remarks } = await rewriteFolder(folder, ['build.sh', 'buildspec.yml'], INDEXES);
  const before = readFileSync(join(folder, 'build.sh'), 'utf8');
  expect(texts[0]).toBe(
    before.replace(
      /docker build[\s\S]*--tag/,
      [
        'UV_DEFAULT_INDEX="$index" UV_INDEX="$index" docker build \\',
        '  --secret id=uv_default_index,env=UV_DEFAULT_INDEX \\',
        '  --secret id=uv_index,env=UV_INDEX \\',
        '  --tag',
      ].join('\n'),
    ),
  );
  const index =
    '"https://aws:${CODEARTIFACT_AUTH_TOKEN}@acme.codeartifact.example.com/pypi/internal/simple/"';
  expect(texts[1]?.split('\n')).toEqual([
    'version: 0.2',
    'phases:',
    '  pre_build:',
    '    commands:',
    '      - export CODEARTIFACT_AUTH_TOKEN="$(aws codeartifact get-authorization-token --domain acme --query authorizationToken --output text)"',
    `      - export UV_DEFAULT_INDEX=${index}`,
    `      - export UV_INDEX=${index}`,
    '  build:',
    '    commands:',
    '      - docker build --secret id=uv_default_index,env=UV_DEFAULT_INDEX --secret id=uv_index,env=UV_INDEX --tag acme/app .',
    '',
  ]);
  expect(commands).toEqual([]);
  expect(remarks).toEqual([ROLE]);
});

test('a buildspec alone: what nobody says is left open, and nothing is edited', async () => {
  const { texts, commands, remarks } = await rewriteFolder(
    join(CASES, 'rotating-index'),
    ['buildspec.yml'],
    INDEXES.slice(0, 1),
  );
  expect(texts).toEqual([]);
  expect(commands).toEqual([
    [
      '# buildspec.yml:5:9: phases.pre_build.commands, before the build',
      '- export CODEARTIFACT_AUTH_TOKEN="$(aws codeartifact get-authorization-token --domain <domain> --domain-owner <owner> --region <region> --query authorizationToken --output text)"',
      '- export UV_DEFAULT_INDEX="https://aws:${CODEARTIFACT_AUTH_TOKEN}@<domain>-<owner>.d.codeartifact.<region>.amazonaws.com/pypi/<repository>/simple/"',
    ].join('\n'),
    '# buildspec.yml:5:9 (docker build), with UV_DEFAULT_INDEX in the environment:\ndocker build --secret id=uv_default_index,env=UV_DEFAULT_INDEX …',
  ]);
  expect(remarks).toEqual([ROLE]);
});

test('the token is fetched behind what pre_build does already, with the options of the other build', async () => {
  const folder = await folderWith({
    Dockerfile: 'FROM x\n',
    'deploy/build.sh':
      'cd "$(dirname "$0")/.."\nT="$(aws codeartifact get-authorization-token \\\n  --domain acme --domain-owner 123456789012 \\\n  --region=eu-west-1 --query authorizationToken --output text)"\ndocker build --build-arg PIP_INDEX_URL=https://aws:$T@acme.example.com/simple/ .\n',
    'buildspec.yml':
      'version: 0.2\nphases:\n  pre_build:\n    commands:\n    - echo one # two\n  build:\n    commands:\n    - docker build .\n',
  });
  const needs: readonly SecretNeed[] = [{ kind: 'secret', id: 'index', argument: 'PIP_INDEX_URL' }];
  const { texts } = await rewriteFolder(folder, ['deploy/build.sh', 'buildspec.yml'], needs);
  expect(texts[1]).toContain(
    [
      '    - echo one # two',
      '    - export CODEARTIFACT_AUTH_TOKEN="$(aws codeartifact get-authorization-token --domain acme --domain-owner 123456789012 --region eu-west-1 --query authorizationToken --output text)"',
      '    - export PIP_INDEX_URL="https://aws:${CODEARTIFACT_AUTH_TOKEN}@acme.example.com/simple/"',
      '  build:',
      '    commands:',
      '    - docker build --secret id=index,env=PIP_INDEX_URL .',
    ].join('\n'),
  );
});

test('the token of a program is known by what its client is asked', async () => {
  const folder = await folderWith({
    Dockerfile: 'FROM x\n',
    'build.py':
      'import boto3, subprocess\nclient = boto3.client("codeartifact", region_name="eu-west-1")\ntoken = client.get_authorization_token(domain="acme", domainOwner="123456789012")["authorizationToken"]\nsubprocess.run(["docker", "build", "--build-arg", f"UV_INDEX=https://aws:{token}@acme.example.com/simple/", "."])\n',
    'buildspec.yml': 'version: 0.2\nphases:\n  build:\n    commands: [docker build .]\n',
  });
  const needs: readonly SecretNeed[] = [{ kind: 'secret', id: 'index', argument: 'UV_INDEX' }];
  const { texts, commands } = await rewriteFolder(folder, ['build.py', 'buildspec.yml'], needs);
  expect(texts).toEqual([
    [
      'version: 0.2',
      'phases:',
      '  pre_build:',
      '    commands:',
      '      - export CODEARTIFACT_AUTH_TOKEN="$(aws codeartifact get-authorization-token --domain acme --domain-owner 123456789012 --region eu-west-1 --query authorizationToken --output text)"',
      '      - export UV_INDEX="https://aws:${CODEARTIFACT_AUTH_TOKEN}@acme.example.com/simple/"',
      '  build:',
      "    commands: ['docker build --secret id=index,env=UV_INDEX .']",
      '',
    ].join('\n'),
  ]);
  expect(commands).toEqual([
    '# build.py:4:1 (docker build), instead of the build argument UV_INDEX, with UV_INDEX in the environment:\ndocker build --secret id=index,env=UV_INDEX …',
  ]);
});

test('client libraries: no edit, and why', async () => {
  const needs: readonly SecretNeed[] = [{ kind: 'secret', id: 'npm', argument: 'NODE_AUTH' }];
  const { texts, commands, remarks } = await rewriteFolder(
    join(CASES, 'client'),
    ['build.py', 'build.ts'],
    needs,
  );
  expect(texts).toEqual([]);
  expect(commands).toEqual(
    ['build.py:6:1 (images.build)', 'build.ts:6:10 (docker.buildImage)'].map(
      (place) =>
        `# ${place}, instead of the build argument NODE_AUTH, with NODE_AUTH in the environment:\ndocker buildx build --secret id=npm,env=NODE_AUTH …`,
    ),
  );
  expect(remarks).toEqual(
    ['build.py:6:1: images.build', 'build.ts:6:10: docker.buildImage'].map(
      (place) =>
        `${place} asks the engine's API, which has no build session: it can hand over build arguments, but no secrets; start docker buildx build as a program`,
    ),
  );
});

test('what supplies everything is left alone', async () => {
  const needs: readonly SecretNeed[] = [
    { kind: 'secret', id: 'npm', argument: 'NPM_TOKEN' },
    { kind: 'ssh', id: 'default' },
  ];
  const paths = ['build.sh', 'compose.yaml', 'docker-bake.hcl'];
  const { texts, commands, remarks } = await rewriteFolder(join(CASES, 'right'), paths, needs);
  expect([texts, commands, remarks]).toEqual([[], [], []]);
});

test('one text for several Dockerfiles: edited where all of them ask for the same', async () => {
  const folder = await folderWith({
    'build.sh': 'for s in a b; do docker build --build-arg A=$B $s; done\n',
    'a/Dockerfile': 'FROM x\n',
    'b/Dockerfile': 'FROM x\n',
  });
  const needs: readonly SecretNeed[] = [{ kind: 'secret', id: 'a', argument: 'A' }];
  const both = await rewriteFolder(folder, ['build.sh'], needs);
  expect(both.texts).toEqual(['for s in a b; do A=$B docker build --secret id=a,env=A $s; done\n']);
  const builds = await readBuilds(folder, ['build.sh']);
  const [path] = builds.builds;
  const one = path && rewriteBuild(path, needs, { builds });
  expect(one?.edits).toEqual([]);
  expect(one?.commands.length).toBe(1);
});

test('services that share a file get one section of secrets', async () => {
  const folder = await folderWith({
    'compose.yaml':
      'services:\n  a:\n    build:\n      context: a\n      args: [A]\n  b:\n    build:\n      context: b\n      args:\n        C: $X\n',
    'a/Dockerfile': 'FROM x\n',
    'b/Dockerfile': 'FROM x\n',
  });
  const builds = await readBuilds(folder, ['compose.yaml']);
  const asked = builds.builds.map((path, at) => ({
    path,
    needs: [{ kind: 'secret', id: 'ac'.charAt(at), argument: 'AC'.charAt(at) } as const],
  }));
  const changed = applyEdits(rewriteBuilds(asked, { builds }).flatMap(({ edits }) => edits));
  expect(changed?.[0]?.text).toBe(
    'services:\n  a:\n    build:\n      context: a\n      secrets:\n        - a\n  b:\n    build:\n      context: b\n      secrets:\n        - c\nsecrets:\n  a:\n    environment: A\n  c:\n    environment: X\n',
  );
});
