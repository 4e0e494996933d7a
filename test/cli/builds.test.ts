import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { audit, root } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { folderWith } from '../support/folder.ts';
import { ownSchema } from '../support/schemas.ts';

const COMPOSE = 'services:\n  web:\n    build:\n      context: .\n      args:\n        FEED: ${FEED_TOKEN}\n';
const DOCKERFILE = 'FROM node:22\nARG FEED\nRUN npm ci\n';

/** The findings of a folder as `rule path:line name`. */
async function findingsIn(folder: string, ...flags: string[]): Promise<string[]> {
  const report = await reportOf(folder, ...flags);
  return report.findings.map(({ rule, location, secret }) =>
    location.kind === 'source' ? `${rule} ${location.path}:${location.startLine} ${secret.name}` : rule,
  );
}

async function reportOf(folder: string, ...flags: string[]): Promise<Report> {
  const { stdout } = await audit(['dockerfile', '--format=json', ...flags], { cwd: folder });
  return JSON.parse(stdout);
}

describe('the cases', () => {
  test('a rotating index token: in the image, in the cache key, and not in the build that deploys', async () => {
    const found = await findingsIn(join(root, 'fixtures/cases/rotating-index'));
    for (const name of ['UV_DEFAULT_INDEX', 'UV_INDEX']) {
      expect(found.filter((one) => one.endsWith(` ${name}`)).map((one) => one.split(' ')[0])).toEqual(
        [
          'secret-in-arg',
          'rotating-cache-key',
          'secret-arg-in-env',
          'build-paths-differ',
          'secret-passed-as-build-arg',
        ].sort(
          (a, b) => found.findIndex((one) => one.startsWith(a)) - found.findIndex((one) => one.startsWith(b)),
        ),
      );
    }
    expect(found).toContain('build-paths-differ buildspec.yml:5 UV_INDEX');
  });

  test.each(['dotenv', 'right'])('%s is right and stays quiet', async (name) => {
    const report = await reportOf(join(root, 'fixtures/cases', name), '--min-confidence=possible');
    expect(report.findings).toEqual([]);
    expect(report.skipped).toEqual([]);
    expect(report.subjects.filter(({ kind }) => kind === 'build').length).toBeGreaterThan(0);
  });
});

describe('a folder and what builds it', () => {
  test('an innocent name whose value is a secret makes a secret of the build argument', async () => {
    const folder = await folderWith({ 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE });
    expect(await findingsIn(folder)).toEqual([
      'rotating-cache-key Dockerfile:2 FEED',
      'secret-in-arg Dockerfile:2 FEED',
      'secret-passed-as-build-arg compose.yaml:6 FEED',
    ]);
    expect(await findingsIn(folder, '--no-invocations')).toEqual([]);
    expect(await findingsIn(folder, 'Dockerfile')).toEqual([]);
  });

  test('both ends are named, each in its file', async () => {
    const folder = await folderWith({ 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE });
    const { findings } = await reportOf(folder);
    const [, inArg, passed] = findings;
    expect(inArg?.flow[0]).toMatchObject({ location: { path: 'compose.yaml', startLine: 6 } });
    expect(passed?.related[0]).toMatchObject({ label: 'declared here', location: { path: 'Dockerfile' } });
  });

  test('a value that changes from build to build is known by what passes it', async () => {
    const folder = await folderWith({
      Dockerfile: 'FROM node:22\nARG STAMP\nRUN npm ci\nLABEL x=$STAMP\n',
      Makefile: 'image:\n\tdocker build --build-arg STAMP=$(shell date +%s) .\n',
    });
    expect(await findingsIn(folder)).toEqual(['rotating-cache-key Dockerfile:2 STAMP']);
  });

  test('a Dockerfile within a compose file is audited where it stands', async () => {
    const folder = await folderWith({
      'compose.yaml':
        'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM alpine\n        ENV DB_PASSWORD=hunter2hunter2\n',
    });
    expect(await findingsIn(folder)).toContain('secret-in-env compose.yaml:6 DB_PASSWORD');
  });

  test('a comment takes a finding of a build file, with a reason', async () => {
    const ignore = '# audit: ignore[secret-passed-as-build-arg] FEED -- public, read only';
    const folder = await folderWith({
      Dockerfile: DOCKERFILE,
      'build.sh': `${ignore}\ndocker build --build-arg FEED=$FEED_TOKEN .\n`,
    });
    const { findings, notes } = await reportOf(folder);
    const passed = findings.find(({ rule }) => rule === 'secret-passed-as-build-arg');
    expect(passed?.suppressed?.reason).toBe('public, read only');
    expect(notes).toEqual([]);
  });

  test('a literal token is masked in every place of every output', async () => {
    const token = credential('github-pat-classic');
    const folder = await folderWith({
      Dockerfile: 'FROM node:22\nARG A\nRUN npm ci\n',
      'build.sh': `docker build --build-arg A=${token} --label x=${token} -t ${token} .\n`,
      'compose.yaml': `services:\n  ${token}:\n    build:\n      args: {A: ${token}}\n`,
    });
    for (const flags of [[], ['--format=json'], ['--list-builds'], ['--list-builds', '--format=json']]) {
      const { stdout, stderr } = await audit(['dockerfile', ...flags], { cwd: folder });
      expect(stdout + stderr).not.toContain(token.slice(4, 16));
      expect(stdout).toContain('build.sh');
    }
  });
});

describe('--list-builds', () => {
  test('prints the builds side by side and marks what differs', async () => {
    const { code, stdout } = await audit(['dockerfile', '--list-builds'], {
      cwd: join(root, 'fixtures/cases/rotating-index'),
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/build\.sh:6:1 docker +buildspec\.yml:5:9 docker/);
    expect(stdout).toMatch(/^≠ argument UV_INDEX +a text with CodeArtifact/m);
    expect(stdout).toMatch(/^ {2}context +\. +\.$/m);
  });

  test('json keeps to its schema', async () => {
    const valid = ownSchema('builds-v1');
    for (const name of ['rotating-index', 'dotenv', 'client', 'right']) {
      const cwd = join(root, 'fixtures/cases', name);
      const { stdout } = await audit(['dockerfile', '--list-builds', '--format=json'], { cwd });
      expect(valid(JSON.parse(stdout)), JSON.stringify(valid.errors)).toBe(true);
    }
  });
});

describe('bad input', () => {
  test.each([
    ['compose.yaml', 'services:\n  web:\n    build: [\n', /^compose\.yaml:\d+:\d+$/],
    ['package.json', '{"scripts": {"x": "docker build ."', /^package\.json:\d+:\d+$/],
    ['.gitlab-ci.yml', 'a: *nowhere\n', /^\.gitlab-ci\.yml:1:\d+$/],
  ])('%s is named with its place, and the rest goes on', async (path, text, what) => {
    const folder = await folderWith({
      [path]: text,
      Dockerfile: DOCKERFILE,
      'build.sh': 'docker build --build-arg FEED=$FEED_TOKEN .\n',
    });
    const { code, stdout } = await audit(['dockerfile', '--format=json'], { cwd: folder });
    const report: Report = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(report.skipped[0]?.what).toMatch(what);
    expect(report.findings.map(({ rule }) => rule)).toContain('secret-passed-as-build-arg');
  });

  test('nothing of a malformed file is quoted', async () => {
    const token = credential('github-pat-classic');
    const folder = await folderWith({
      Dockerfile: 'FROM scratch\n',
      'compose.yaml': `services:\n  web: ${token}: {\n  - *${token}\n`,
    });
    const { stdout, stderr } = await audit(['dockerfile'], { cwd: folder });
    expect(stdout + stderr).not.toContain(token.slice(4, 16));
  });

  test('circles, anchors that explode and long files end', async () => {
    const lol = Array.from({ length: 12 }, (_, at) =>
      at === 0
        ? 'l0: &l0 {x: y}'
        : `l${at}: &l${at} [${Array(9)
            .fill(`*l${at - 1}`)
            .join(', ')}]`,
    ).join('\n');
    const folder = await folderWith({
      Dockerfile: 'FROM scratch\n',
      '.gitlab-ci.yml': `${lol}\n`,
      '.circleci/config.yml': `a: &a\n  b: *a\n`,
      'compose.yaml':
        'services:\n  a: {extends: b, build: .}\n  b: {extends: a}\n  c: {extends: {file: compose.yaml, service: c}, build: .}\n',
      'docker-compose.yml': `# ${'x'.repeat(5 << 20)}\n`,
      'build.sh': 'a() { b "$@"; }\nb() { a "$@" "$@"; }\na 1\nX="$X$X"\ndocker build .\n',
      Makefile: 'A = $(B)\nB = $(A)\nx:\n\tdocker build $(A) .\n',
    });
    const started = performance.now();
    const { code, stdout } = await audit(['dockerfile', '--format=json'], { cwd: folder });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).skipped).toContainEqual(
      expect.objectContaining({ what: 'docker-compose.yml', reason: expect.stringContaining('longer') }),
    );
  });

  test('nothing outside the folder is read', async () => {
    const outside = await folderWith({
      'base.yml': 'services:\n  x:\n    build: {args: {FEED: $FEED_TOKEN}}\n',
    });
    const folder = await folderWith({
      Dockerfile: DOCKERFILE,
      'compose.yaml': `services:\n  web: {extends: {file: ${outside}/base.yml, service: x}}\n`,
    });
    await symlink(join(outside, 'base.yml'), join(folder, 'docker-compose.yml'));
    const { findings, skipped } = await reportOf(folder);
    expect(findings).toEqual([]);
    expect(skipped[0]?.reason).toMatch(/link out of the folder/);
  });
});
