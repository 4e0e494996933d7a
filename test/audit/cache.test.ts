import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { ByteCounter, type Progress } from '../../src/audit/image/progress.ts';
import { type ImageRunOptions, runImages } from '../../src/audit/run-images.ts';
import { credential } from '../support/examples.ts';
import {
  filesOf,
  newDockerFiles,
  ociBlobs,
  oldDockerFiles,
  writeArchive,
  writeLayout,
} from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';

const TOKEN = credential('github-pat-classic');
const PASSWORD = 'q7Zr2Lk9Tp4mXa8V';
const base = { files: [{ path: 'app/.env', content: `DB_PASSWORD=${PASSWORD}\nGH=${TOKEN}\n` }] };
const image: TestImage = { tags: ['a:1'], layers: [base, { files: [{ path: 'app/.wh..env' }] }] };

let folder = '';
const before = process.env['BUILD_AUDIT_CACHE'];
beforeEach(async () => {
  folder = await tempFolder();
  process.env['BUILD_AUDIT_CACHE'] = join(folder, 'cache');
});
afterEach(() => {
  if (before === undefined) delete process.env['BUILD_AUDIT_CACHE'];
  else process.env['BUILD_AUDIT_CACHE'] = before;
});

async function audit(
  path: string,
  options: ImageRunOptions = {},
): Promise<{ report: Report; read: number; known: number }> {
  const progress: Progress & { known: number } = {
    counter: new ByteCounter(),
    known: 0,
    begin: (_, __, ___, known) => {
      progress.known += known;
    },
    done: () => {},
  };
  const { report } = await runImages(
    [path],
    { failOn: 'low', minConfidence: 'likely' },
    { ...options, progress },
  );
  return { report, read: progress.counter.bytes, known: progress.known };
}

const archive = (files = oldDockerFiles([image])) => writeArchive(join(folder, 'image.tar'), files);

test.each<[string, () => Promise<string>]>([
  ['a docker-archive', () => archive()],
  ['a docker-archive of blobs', () => archive(newDockerFiles([image]))],
  ['an OCI archive', () => archive(filesOf(ociBlobs([image])))],
  ['an OCI layout', async () => `oci:${await writeLayout(join(folder, 'oci'), ociBlobs([image]))}`],
])('%s that did not change is not read again, and tells the same', async (_, make) => {
  const path = await make();
  const first = await audit(path);
  const second = await audit(path);
  expect(first.report.findings.length).toBeGreaterThan(0);
  expect(first.known).toBe(0);
  expect(first.read).toBeGreaterThan(0);
  expect([second.known, second.read]).toEqual([2, 0]);
  expect(second.report).toEqual(first.report);
  const without = await audit(path, { noCache: true });
  const plain = ({ findings }: Report) =>
    findings.map((one) => ({ ...one, secret: { ...one.secret, fingerprint: '' } }));
  expect(plain(without.report)).toEqual(plain(first.report));
});

test('the same layers in another file are hashed, not scanned', async () => {
  const path = await archive();
  await audit(path);
  const copy = join(folder, 'copy.tar');
  await copyFile(path, copy);
  const again = await audit(copy);
  expect([again.known, again.read]).toEqual([2, 0]);
});

test('a layer that only claims to be a known one is read', async () => {
  await audit(await archive());
  const clean: TestImage = { tags: ['a:1'], layers: [{ files: [] }] };
  await audit(await writeArchive(join(folder, 'clean.tar'), oldDockerFiles([clean])));
  // The config of the clean image, the layer of the other.
  const [evil] = oldDockerFiles([image]).filter(({ path }) => path.endsWith('layer.tar'));
  const files = oldDockerFiles([clean]).map((file) =>
    file.path.endsWith('layer.tar') ? { ...file, content: evil?.content ?? '' } : file,
  );
  const { report, known } = await audit(await writeArchive(join(folder, 'liar.tar'), files));
  expect(known).toBe(0);
  expect(report.findings.some(({ secret }) => secret.kind === 'github-pat-classic')).toBe(true);
  expect(report.skipped.map(({ reason }) => reason).join()).toContain('diffID is');
});

test('a file that was written to since is read again', async () => {
  const path = await archive();
  await audit(path);
  const later: TestImage = { tags: ['a:1'], layers: [{ files: [{ path: 'x', content: TOKEN }] }] };
  const { mtime } = statSync(path);
  await writeFile(path, tarOf(oldDockerFiles([later])));
  utimesSync(path, mtime, mtime);
  expect((await audit(path)).known).toBe(0);
});

describe('an entry', () => {
  const entries = () => {
    const layers = join(folder, 'cache', 'layers');
    return readdirSync(layers).map((name) => join(layers, name));
  };

  test.each<[string, (path: string) => void]>([
    ['cut short', (path) => truncateSync(path, 40)],
    ['empty', (path) => truncateSync(path, 0)],
    ['with something behind it', (path) => appendFileSync(path, 'x')],
  ])('%s is as if it were not there', async (_, damage) => {
    const path = await archive();
    const first = await audit(path);
    for (const entry of entries()) damage(entry);
    const again = await audit(path);
    expect(again.known).toBe(0);
    expect(again.report).toEqual(first.report);
    expect((await audit(path)).known).toBe(2);
  });

  test('holds no secret, and nobody else may read it', async () => {
    await audit(await archive());
    expect(entries().length).toBeGreaterThan(0);
    for (const entry of entries()) {
      const bytes = readFileSync(entry);
      for (let at = 0; at + 8 <= TOKEN.length; at += 1)
        expect(bytes.includes(TOKEN.slice(at, at + 8))).toBe(false);
      for (let at = 0; at + 6 <= PASSWORD.length; at += 1)
        expect(bytes.includes(PASSWORD.slice(at, at + 6))).toBe(false);
      expect(statSync(entry).mode & 0o077).toBe(0);
    }
  });
});

test('a path that holds a secret of the layer is not kept, and not told the second time either', async () => {
  const files = [{ path: `srv/${PASSWORD}/.env`, content: `DB_PASSWORD=${PASSWORD}\n` }];
  const path = await archive(oldDockerFiles([{ tags: ['a:1'], layers: [{ files }] }]));
  for (let run = 0; run < 2; run += 1) {
    const { report } = await audit(path);
    expect(report.findings).toHaveLength(1);
    expect(JSON.stringify(report)).not.toContain(PASSWORD);
  }
});

test('what a kept layer holds is taken out of other texts', async () => {
  const label = { config: { Labels: { note: `see ${TOKEN} and ${PASSWORD} there` } } };
  const path = await archive(oldDockerFiles([{ ...image, tags: [`a:${PASSWORD}`], ...label }]));
  for (let run = 0; run < 2; run += 1) {
    const { report } = await audit(path);
    expect(JSON.stringify({ ...report, subjects: [] })).not.toContain(PASSWORD);
    expect(JSON.stringify(report)).not.toContain(TOKEN);
  }
});
