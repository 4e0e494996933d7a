import { expect, test } from 'vitest';
import { DEFAULT_GATE } from '../../src/audit/gate.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { folderWith } from '../support/folder.ts';

const FROM = 'FROM node:22\nCOPY . .\n';
const DOCKER = { Dockerfile: FROM, 'b.sh': 'docker build -t x .\n' };
const CLASSIC = { Dockerfile: FROM, 'b.sh': 'DOCKER_BUILDKIT=0 docker build -t x .\n' };
const PODMAN = { Dockerfile: FROM, 'b.sh': 'podman build -t x .\n' };
const BOTH = { Dockerfile: FROM, 'b.sh': 'podman build -t x .\ndocker build -t x .\n' };
const NAMED = { Dockerfile: FROM, 'b.sh': 'podman build --ignorefile other.ign -t x .\n' };
const UNKNOWN = { Dockerfile: FROM, 'b.sh': 'podman build --ignorefile=$1 -t x .\n' };

/** What buildah 1.28 and BuildKit were seen to copy. */
const CASES: readonly (readonly [
  Readonly<Record<string, string>>,
  Readonly<Record<string, string>>,
  boolean,
])[] = [
  [DOCKER, { '.containerignore': '.npmrc' }, true],
  [DOCKER, { 'Dockerfile.containerignore': '.npmrc' }, true],
  [DOCKER, { '.dockerignore': '.npmrc', '.containerignore': '# none' }, false],
  [DOCKER, { 'Dockerfile.dockerignore': '.npmrc' }, false],
  [CLASSIC, { 'Dockerfile.dockerignore': '.npmrc' }, true],
  [PODMAN, { '.dockerignore': '.npmrc' }, false],
  [PODMAN, { '.containerignore': '.npmrc' }, false],
  [PODMAN, { '.dockerignore': '.npmrc', '.containerignore': '# none' }, true],
  [PODMAN, { 'Dockerfile.containerignore': '.npmrc', '.containerignore': '# none' }, false],
  [PODMAN, { 'Dockerfile.containerignore': '.npmrc', 'Dockerfile.dockerignore': '# none' }, true],
  [BOTH, { '.containerignore': '.npmrc' }, true],
  [BOTH, { '.containerignore': '.npmrc', '.dockerignore': '*rc' }, false],
  [NAMED, { '.dockerignore': '.npmrc', 'other.ign': '' }, true],
  [NAMED, { '.dockerignore': '', 'other.ign': '.npmrc' }, false],
  [NAMED, { '.dockerignore': '.npmrc' }, true],
  [UNKNOWN, { '.dockerignore': '.npmrc' }, true],
  [{ Dockerfile: FROM }, { '.containerignore': '.npmrc' }, true],
  [{ Containerfile: FROM }, { '.containerignore': '.npmrc' }, false],
  [{ Containerfile: FROM }, { '.dockerignore': '.npmrc' }, false],
];

test.each(CASES)('%j with %j: copied %s', async (build, ignore, isCopied) => {
  const npmrc = '//npm.example.com/:_authToken=canary-Umbrella-7319\n';
  const folder = await folderWith({ '.npmrc': npmrc, ...build, ...ignore });
  const { report } = await runDockerfiles([folder], DEFAULT_GATE);
  const found = report.findings.some(({ rule }) => rule === 'copied-credential-file');
  expect(found).toBe(isCopied);
});

test('an ignore file that is not there is told', async () => {
  const npmrc = '//npm.example.com/:_authToken=canary-Umbrella-7319\n';
  const folder = await folderWith({ '.npmrc': npmrc, ...NAMED });
  const { report } = await runDockerfiles([folder], DEFAULT_GATE);
  expect(report.skipped.map(({ what }) => what)).toEqual([`${folder}/other.ign`]);
});
