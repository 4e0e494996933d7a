import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProjects } from '../../src/audit/project/open-projects.ts';
import { recordBaseline } from '../../src/audit/project/record-baseline.ts';
import { runImages } from '../../src/audit/run-images.ts';
import { isGuessable } from '../../src/credentials/guessable.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { auditFolder, notesOf, repositoryWith, told } from './support.ts';

/** Nearly every one is; a few have too many words in them by chance. */
function tokenThatCannotBeGuessed(): string {
  const token = credential('github-pat-classic');
  return isGuessable(token) ? tokenThatCannotBeGuessed() : token;
}

const DOCKERFILE = 'FROM a AS one\nARG NPM_TOKEN\nENV DB_PASSWORD=k8Zr2Lk9Tp4m\n';

async function record(
  folder: string,
  images: readonly string[] = [],
): Promise<{ file: string; summary: string }> {
  const file = join(folder, 'baseline.json');
  const projects = await openProjects([folder], { record: { file } });
  const options = { paths: images.length > 0 ? [] : [folder], images, build: {}, open: {} };
  const { summary, skipped } = await recordBaseline(projects, options);
  expect(skipped).toEqual([]);
  return { file, summary };
}

/** What is new when a Dockerfile has become another one. */
async function newIn(before: string, after: string): Promise<string[]> {
  const folder = await repositoryWith({ Dockerfile: before });
  const { file } = await record(folder);
  await writeFile(join(folder, 'Dockerfile'), after);
  return told(await auditFolder(folder, { baseline: file })).filter((one) => !one.endsWith('by baseline'));
}

describe('what is in a baseline is not new', () => {
  test.each([
    ['as it was', DOCKERFILE],
    ['moved', `# a comment\n\n${DOCKERFILE}`],
    ['with its stage renamed', DOCKERFILE.replace('one', 'two')],
    ['written otherwise', 'FROM a AS one\nARG \\\n  NPM_TOKEN\nENV   DB_PASSWORD="k8Zr2Lk9Tp4m"\n'],
    [
      'with another password, which nothing may be kept of',
      DOCKERFILE.replace('k8Zr2Lk9Tp4m', 'p3Xv7Qn5Ws8d'),
    ],
  ])('%s', async (_, after) => {
    expect(await newIn(DOCKERFILE, after)).toEqual([]);
  });

  test('a second copy, another name and another token are', async () => {
    expect(await newIn(DOCKERFILE, `${DOCKERFILE}FROM b\nENV DB_PASSWORD=k8Zr2Lk9Tp4m\n`)).toEqual([
      'secret-in-env DB_PASSWORD',
      'hardcoded-credential DB_PASSWORD',
    ]);
    expect(await newIn(DOCKERFILE, `${DOCKERFILE}ARG GH_TOKEN\n`)).toEqual(['secret-in-arg GH_TOKEN']);
    const withToken = () => `FROM a\nENV GH=${tokenThatCannotBeGuessed()}\n`;
    const token = withToken();
    expect(await newIn(token, token)).toEqual([]);
    expect(await newIn(token, withToken())).toEqual(['secret-in-env GH', 'hardcoded-credential GH']);
  });

  test('wherever the audit is started from', async () => {
    const folder = await repositoryWith({ 'a/Dockerfile': DOCKERFILE });
    const { file } = await record(folder);
    const report = await auditFolder(join(folder, 'a'), { baseline: file });
    expect(told(report).every((one) => one.endsWith('by baseline'))).toBe(true);
    expect(report.notes).toEqual([]);
  });

  test('what is gone is told where all was audited', async () => {
    const folder = await repositoryWith({ 'a/Dockerfile': DOCKERFILE, 'b/Dockerfile': 'FROM a\n' });
    const { file } = await record(folder);
    await writeFile(join(folder, 'a/Dockerfile'), 'FROM a\n');
    expect(notesOf(await auditFolder(join(folder, 'b'), { baseline: file }))).toEqual([]);
    expect(notesOf(await auditFolder(folder, { baseline: file }))).toEqual([
      'baseline.json: 3 entries of the baseline are gone: run "audit baseline" to drop them',
    ]);
  });
});

describe('the file', () => {
  test('keeps what it had where anything was skipped', async () => {
    const folder = await repositoryWith({
      'a/Dockerfile': DOCKERFILE,
      'b/Dockerfile': 'FROM a\nARG GH_TOKEN\n',
    });
    const { file } = await record(folder);
    const text = await readFile(file, 'utf8');
    const limits = { dockerfileBytes: 30 };
    const projects = await openProjects([folder], { record: { file }, limits });
    const options = { paths: [folder], images: [], build: { limits }, open: {} };
    const { summary, skipped } = await recordBaseline(projects, options);
    expect(skipped).toHaveLength(1);
    expect(summary).toMatch(
      /1 finding recorded \(0 new, 0 gone since it was made\); what it had before is kept/,
    );
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('is the same when nothing has changed, and holds no secret', async () => {
    const token = credential('github-pat-classic');
    const folder = await repositoryWith({ Dockerfile: `${DOCKERFILE}ENV GH=${token}\n` });
    const { file, summary } = await record(folder);
    const text = await readFile(file, 'utf8');
    expect(summary).toMatch(/5 findings recorded/);
    expect((await record(folder)).summary).toMatch(/\(0 new, 0 gone since it was made\)/);
    expect(await readFile(file, 'utf8')).toBe(text);
    for (const secret of [token, 'k8Zr2Lk9Tp4m']) expect(text).not.toContain(secret.slice(4, 12));
  });

  test('two projects with the same leaks have nothing in common', async () => {
    const texts = await Promise.all(
      [0, 1].map(async () =>
        readFile((await record(await repositoryWith({ Dockerfile: DOCKERFILE }))).file, 'utf8'),
      ),
    );
    const [one, other] = texts.map((text) => new Set(text.match(/[0-9a-f]{32,}/g)));
    expect([...(one ?? [])].filter((hash) => other?.has(hash))).toEqual([]);
  });

  test.each([
    ['{', /is no JSON, so no baseline; make it anew/],
    ['[]', /is no baseline; make it anew/],
    ['{"version":2}', /is of version 2, this build-audit knows version 1; use the one that wrote it/],
    ['{"version":1,"entries":[]}', /has no salt/],
    ['{"version":1,"salt":"00112233445566778899aabbccddeeff","entries":[{}]}', /entry 1 is malformed/],
    [
      '{"version":1,"salt":"00112233445566778899aabbccddeeff","entries":[]}',
      /was made under another salt than .*yaml:1 says/,
    ],
  ])('is refused when it is %s', async (text, why) => {
    const folder = await repositoryWith({
      'baseline.json': text,
      '.build-audit.yaml': 'salt: ffffffffffffffffffffffffffffffff\nbaseline: baseline.json\n',
    });
    await expect(openProjects([folder], {})).rejects.toThrow(why);
  });

  test('that is not there is an error, not an empty one', async () => {
    const folder = await repositoryWith({ '.build-audit.yaml': 'baseline: b.json' });
    await expect(openProjects([folder], {})).rejects.toThrow(/there is no such baseline/);
  });
});

describe('images', () => {
  const imageOf = (token: string, more: TestImage['layers'] = []): TestImage => ({
    tags: ['shop:1'],
    config: { Env: [`GH=${token}`] },
    history: [{ created_by: `RUN |1 FEED_TOKEN=${token} /bin/sh -c npm ci # buildkit` }],
    layers: [{ files: [{ path: 'app/.env', content: `GH=${token}\n` }] }, ...more],
  });

  /** What is new in a second image, by rule and path. */
  async function newInImage(folder: string, image: TestImage): Promise<string[]> {
    const path = await writeArchive(join(folder, 'image.tar'), oldDockerFiles([image]));
    const projects = await openProjects([folder], { baseline: join(folder, 'baseline.json') });
    const { report } = await runImages(
      [path],
      { failOn: 'low', minConfidence: 'likely' },
      { project: projects.of(folder), noCache: true },
    );
    return report.findings.flatMap(({ rule, suppressed }) => (suppressed === undefined ? [rule] : []));
  }

  test('a rebuilt one with new tokens is known; one more copy is new', async () => {
    const folder = await repositoryWith({});
    const [first, second] = [credential('github-pat-classic'), credential('github-pat-classic')];
    const path = await writeArchive(join(folder, 'image.tar'), oldDockerFiles([imageOf(first)]));
    await record(folder, [path]);
    expect(await newInImage(folder, { ...imageOf(second), tags: ['shop:2'] })).toEqual([]);
    const copy = { files: [{ path: 'srv/copy.env', content: `GH=${second}\n` }] };
    expect(await newInImage(folder, imageOf(second, [copy]))).toEqual(['credential-file-in-layer']);
  });
});
