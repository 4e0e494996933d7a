import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tempFolder } from '../support/images/temp.ts';
import { ownSchema } from '../support/schemas.ts';

const BEFORE = `FROM python:3.12
ARG UV_INDEX
ENV UV_INDEX=\${UV_INDEX}
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY . .
`;
const AFTER = `# syntax=docker/dockerfile:1
FROM python:3.12
COPY pyproject.toml uv.lock ./
RUN --mount=type=secret,id=uv_index,env=UV_INDEX uv sync --frozen --no-dev
COPY . .
ARG GIT_SHA
LABEL revision=$GIT_SHA
`;

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(join(folder, 'before'), BEFORE);
  await writeFile(join(folder, 'after'), AFTER);
});
const cache = (...args: string[]) => audit(['cache', ...args], { cwd: folder });

describe('audit cache', () => {
  test('shows the steps that a token runs again, and why', async () => {
    const { code, stdout } = await cache('before');
    expect(code).toBe(0);
    expect(stdout).toContain('rotating: UV_INDEX (a secret)');
    expect(stdout).toMatch(/4 ○ COPY pyproject.toml/);
    expect(stdout).toMatch(/5 ● RUN uv sync --frozen --no-dev {2}installs dependencies/);
    expect(stdout).toContain('build argument UV_INDEX (line 2), ENV UV_INDEX (line 3)');
    expect(stdout).toContain('2 of 3 steps are run again whenever it changes');
  });

  test('--assert fails until the secret is mounted', async () => {
    expect((await cache('before', '--assert')).code).toBe(1);
    const { code, stdout } = await cache('after', '--assert', '--rotate', 'UV_INDEX', '--rotate', 'GIT_SHA');
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('Proved: no step that takes long depends on it.'),
    ]);
  });

  test('json keeps to its schema', async () => {
    const { stdout } = await cache('before', '--format', 'json', '--rotate', 'UV_INDEX');
    const report = JSON.parse(stdout);
    const valid = ownSchema('cache-v1');
    expect([valid(report), valid.errors]).toEqual([true, null]);
    expect(report.steps.map(({ line, key }: { line: number; key: string }) => [line, key])).toEqual([
      [4, 'independent'],
      [5, 'contains'],
      [6, 'contains'],
    ]);
  });

  test('the classic builder takes ENV for a step', async () => {
    const { stdout } = await cache('before', '--builder', 'classic');
    expect(stdout).toMatch(/3 ● ENV UV_INDEX/);
  });

  test('a value of a build argument is not printed, nor a credential in the file', async () => {
    await writeFile(
      join(folder, 'literal'),
      'FROM a\nARG T\nENV DB_PASSWORD=vK8-quiet-Harbour-51\nRUN curl -u x:vK8-quiet-Harbour-52 h\n',
    );
    const { stdout } = await cache(
      'literal',
      '--builder',
      'classic',
      '--rotate',
      'T',
      '--build-arg',
      'X=vK8-quiet-Harbour-53',
    );
    expect(stdout).toContain('ENV DB_PASSWORD=');
    expect(stdout).not.toContain('quiet-Harbour');
  });

  test.each([
    [['missing'], 'does not exist'],
    [['before', 'after'], 'name one Dockerfile'],
    [['--compare', 'before'], '--compare takes two images'],
    [['before', '--build-arg', '1=2'], 'say NAME=VALUE'],
    [['--compare', 'before', 'after'], 'is no image'],
    [['before', '--target', 'nosuch'], 'there is no stage nosuch; its stages: '],
    [['before', '--rotate', 'UV_INDX'], 'did you mean UV_INDEX?'],
    [['before', '--rotate', 'UV_INDEX=kD8-quiet-Harbour-54'], 'say --rotate UV_INDEX'],
    [
      ['before', '--rotate', 'Q'],
      'there is no such name in this file; it declares no build argument like it',
    ],
  ])('%j is an error', async (args, expected) => {
    const { code, stderr } = await cache(...args);
    expect([code, stderr.replace(/\s+›?\s*/g, ' ')]).toEqual([2, expect.stringContaining(expected)]);
    expect(stderr).not.toContain('quiet-Harbour');
  });
});

describe('a file that the builder would refuse', () => {
  test.each([
    ['FROM a\nRUM npm ci\n', 'unknown instruction RUM'],
    ['FROM\nRUN x\n', 'FROM has no arguments'],
    ['FROM a\nARG T\nRUN <<E\nx\n', 'no line that says E'],
  ])('%j', async (text, expected) => {
    await writeFile(join(folder, 'broken'), text);
    const { code, stdout } = await cache('broken', '--assert');
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(expected)]);
    expect(stdout).toContain('in doubt: broken:');
    expect(stdout).not.toContain('Proved:');
    const report = JSON.parse((await cache('broken', '--format', 'json')).stdout);
    expect([report.proved, report.skipped.length]).toEqual([false, 1]);
  });

  test('a FROM that names nothing is told', async () => {
    await writeFile(join(folder, 'nameless'), 'FROM $UNSET\nRUN npm ci\n');
    const { code, stdout } = await cache('nameless', '--assert');
    expect([code, stdout]).toEqual([1, expect.stringContaining('FROM $UNSET names nothing to start from')]);
  });
});

test('says what a platform that rotates is taken for', async () => {
  await writeFile(join(folder, 'platform'), 'FROM a\nARG TARGETARCH\nRUN make\n');
  const { stdout } = await cache('platform', '--rotate', 'TARGETARCH');
  expect(stdout).toMatch(/3 ● RUN make {2}compiles/);
  expect(stdout).toContain('note: TARGETARCH: is taken to change as a build argument');
});

test('says whether a value in a path chooses files or another step makes them', async () => {
  await writeFile(
    join(folder, 'paths'),
    'FROM a AS s\nARG T\nRUN x\nFROM s\nARG U\nENV T=c\nCOPY d/$U/f /\n',
  );
  const reasonOf = async (name: string) =>
    JSON.parse((await cache('paths', '--format', 'json', '--rotate', name)).stdout).steps.at(-1).reason;
  expect(await reasonOf('U')).toBe('U chooses which files it takes; of them the content counts');
});

describe('audit cache --base', () => {
  const image = (...OnBuild: string[]) => ({
    tags: ['app/base:1'],
    config: { OnBuild, Env: ['T=of-the-image', 'Q=q'] },
    layers: [{ files: [{ path: 'a', content: 'a' }] }],
  });
  const stepsOf = async (text: string, ...args: string[]) => {
    await writeFile(join(folder, 'on-base'), text);
    const { stdout } = await cache('on-base', '--format', 'json', '--rotate', 'T', ...args);
    const { steps, notes } = JSON.parse(stdout);
    return { steps: steps.map(({ line, instruction, key }: never) => [line, instruction, key]), notes };
  };

  test('its triggers are steps of the stage that starts from it', async () => {
    const base = await writeArchive(
      join(folder, 'base.tar'),
      oldDockerFiles([image('ARG T', 'RUN npm ci', 'COPY . .')]),
    );
    const text = 'FROM docker.io/app/base:1\nRUN x\n';
    const { steps, notes } = await stepsOf(text, '--base', base);
    expect(steps).toEqual([
      [1, `RUN …, a trigger of ${base}`, 'contains'],
      [1, `COPY …, a trigger of ${base}`, 'contains'],
      [2, 'RUN x', 'contains'],
    ]);
    expect(notes).toEqual([{ what: 'T', reason: 'is no build argument that this file declares' }]);
  });

  test('its variables are known, and one that no stage starts from is told', async () => {
    const base = await writeArchive(join(folder, 'base.tar'), oldDockerFiles([image()]));
    const text = 'FROM app/base:1\nARG T\nENV W=${Q:+w} V=${Z:+$T} T=c\nRUN x\n';
    expect((await stepsOf(text)).steps).toEqual([[4, 'RUN x', 'unknown']]);
    expect((await stepsOf(text, '--base', base)).steps).toEqual([[4, 'RUN x', 'independent']]);
    const { notes } = await stepsOf('FROM other\nARG T\nRUN x\n', '--base', base);
    expect(notes).toContainEqual({ what: base, reason: 'no stage that is built starts from this image' });
    expect((await cache('before', '--base', 'nosuch.tar')).code).toBe(2);
  });
});

describe('audit cache --compare', () => {
  const image = (token: string, content: string) => ({
    tags: ['app:1'],
    history: [
      { created_by: 'COPY a / # buildkit' },
      { created_by: `ARG TOKEN=${token}`, empty_layer: true },
      { created_by: `RUN |1 TOKEN=${token} /bin/sh -c npm ci # buildkit` },
    ],
    layers: [{ files: [{ path: 'a', content: 'a' }] }, { files: [{ path: 'b', content }] }],
  });
  const saved = async (name: string, token: string, content: string) =>
    writeArchive(join(folder, name), oldDockerFiles([image(token, content)]));

  test('names the build argument, never its value', async () => {
    const [one, other] = [
      await saved('1.tar', 'q7Zr2Lk9Tp4mXa8V', 'x'),
      await saved('2.tar', 'q7Zr2Lk9Tp4mXa8W', 'y'),
    ];
    const { code, stdout } = await cache('--compare', one, other);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('1 of 2 layers are the same');
    expect(stdout).toContain('they part at history entry 1:');
    expect(stdout).toContain('TOKEN has another value');
    expect(stdout).not.toContain('q7Zr2Lk9Tp4mXa8');
    expect((await cache('--compare', one, other, '--assert')).code).toBe(1);
    expect((await cache('--compare', one, one, '--assert')).code).toBe(0);
  });

  test('tells the same instruction with another layer', async () => {
    const [one, other] = [await saved('3.tar', 'same', 'x'), await saved('4.tar', 'same', 'y')];
    const { stdout } = await cache('--compare', one, other, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      layers: { same: 1, differing: [{ index: 1 }] },
      parting: { entry: 2, instruction: 'RUN /bin/sh -c npm ci', arguments: [] },
    });
  });
});
