import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding, ImageLocation } from '../../src/audit/finding.ts';
import { type ImageRunOptions, runImages } from '../../src/audit/run-images.ts';
import { credential } from '../support/examples.ts';
import {
  newDockerFiles,
  ociBlobs,
  oldDockerFiles,
  writeArchive,
  writeLayout,
} from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { tempFolder } from '../support/images/temp.ts';

const TOKEN = credential('github-pat-classic');
const PASSWORD = 'q7Zr2Lk9Tp4mXa8V';
const env = { files: [{ path: 'app/.env', content: `GH=${TOKEN}\n` }] };

async function auditOf(paths: string[], options: ImageRunOptions = {}) {
  const gate = { failOn: 'low', minConfidence: 'likely' } as const;
  return (await runImages(paths, gate, { noCache: true, ...options })).report;
}

const imagesOf = ({ location, related }: Finding) =>
  [location, ...related.map((one) => one.location)].map((at) => (at.kind === 'image' ? at.image : ''));

describe('several images', () => {
  const one: TestImage = { tags: ['one:1'], layers: [env] };
  const two: TestImage = { tags: ['two:1'], config: { Env: [`GH=${TOKEN}`] }, layers: [env] };

  test('of one archive: a secret is one finding a rule, with its places in both', async () => {
    const path = await writeArchive(join(await tempFolder(), 'a.tar'), newDockerFiles([one, two]));
    const { findings, subjects } = await auditOf([path]);
    expect(subjects.map(({ name }) => name)).toEqual(['one:1', 'two:1']);
    expect(findings.map((finding) => [finding.rule, imagesOf(finding)])).toEqual([
      ['credential-file-in-layer', ['one:1', 'two:1']],
      ['credential-in-config', ['two:1']],
    ]);
  });

  test('of several archives, one of which cannot be read', async () => {
    const folder = await tempFolder();
    const paths = [join(folder, 'a.tar'), join(folder, 'b.tar')] as const;
    await writeArchive(paths[0], oldDockerFiles([one]));
    await writeArchive(paths[1], oldDockerFiles([two]));
    const report = await auditOf([paths[0], join(folder, 'none.tar'), paths[1]]);
    expect(report.findings.map(imagesOf)).toEqual([['one:1', 'two:1'], ['two:1']]);
    expect(report.skipped.map(({ what }) => what)).toEqual([join(folder, 'none.tar')]);
    expect(report.complete).toBe(false);
  });
});

describe('--platform', () => {
  const platforms = ['amd64', 'arm64'].map((architecture): TestImage => {
    const file = { path: 'app/.env', content: `GH=${credential('github-pat-classic')}\n` };
    return { tags: ['app:1'], platform: { os: 'linux', architecture }, layers: [{ files: [file] }] };
  });

  test.each(['linux/arm64', 'linux/arm64/v8', 'linux/aarch64', ' Linux/ARM64'])('%s', async (platform) => {
    const folder = await writeLayout(await tempFolder(), ociBlobs(platforms));
    const { findings, complete } = await auditOf([`oci:${folder}`], { platform });
    expect(findings.map(({ location }) => location.kind === 'image' && location.platform)).toEqual([
      'linux/arm64',
    ]);
    expect(complete).toBe(true);
    expect((await auditOf([`oci:${folder}`])).findings).toHaveLength(2);
  });

  test('one that the image is not for, and none at all', async () => {
    const folder = await writeLayout(await tempFolder(), ociBlobs(platforms));
    const { skipped } = await auditOf([`oci:${folder}`], { platform: 'windows/amd64' });
    expect(skipped[0]?.reason).toContain('no image for windows/amd64; it holds linux/amd64, linux/arm64');
    const bad = await auditOf([`oci:${folder}`], { platform: 'arm64' });
    expect(bad.skipped[0]?.reason).toContain('say os/architecture');
  });
});

test('--final-only leaves out what a later layer deletes', async () => {
  const layers = [env, { files: [{ path: 'app/.wh..env' }] }];
  const path = await writeArchive(join(await tempFolder(), 'a.tar'), oldDockerFiles([{ layers }]));
  expect((await auditOf([path])).findings).toHaveLength(1);
  expect((await auditOf([path], { finalOnly: true })).findings).toEqual([]);
});

describe('where it comes from', () => {
  const history = (...lines: [text: string, empty?: boolean][]) =>
    lines.map(([created_by, empty_layer = false]) => ({ created_by, empty_layer }));
  const below = history(
    ['COPY base / # buildkit'],
    ['ENV OLD_PASSWORD=vK8-quiet-Harbour-51', true],
    ['CMD ["sh"]', true],
  );
  const above = history(
    [`ARG API_TOKEN=${PASSWORD}`, true],
    [`ENV UV_INDEX=${PASSWORD}`, true],
    [`RUN |1 API_TOKEN=${PASSWORD} /bin/sh -c echo $API_TOKEN > /tok # buildkit`],
    ['CMD ["app"]', true],
  );
  const base: TestImage = { tags: ['base:1'], history: below, layers: [env] };
  const app: TestImage = {
    tags: ['app:1'],
    config: { Env: ['OLD_PASSWORD=vK8-quiet-Harbour-51', `UV_INDEX=${PASSWORD}`] },
    history: [...below, ...above],
    layers: [env, { files: [{ path: 'tok', content: `${PASSWORD}\n` }] }],
  };
  const DOCKERFILE = `FROM base:1
ARG API_TOKEN
ENV UV_INDEX=\${API_TOKEN}

RUN echo $API_TOKEN > /tok
CMD ["app"]
`;

  async function placed() {
    const folder = await tempFolder();
    const dockerfile = join(folder, 'Dockerfile');
    await writeFile(dockerfile, DOCKERFILE);
    return {
      dockerfile,
      image: await writeArchive(join(folder, 'app.tar'), oldDockerFiles([app])),
      base: await writeArchive(join(folder, 'base.tar'), oldDockerFiles([base])),
    };
  }

  const told = ({ location, origin }: Finding) => {
    const at = location as ImageLocation;
    return [at.path ?? at.name ?? at.pointer, origin?.startLine, at.base];
  };

  test('with the Dockerfile: lines, the way through it, and what lies below it', async () => {
    const { dockerfile, image } = await placed();
    const { findings, notes } = await auditOf([image], { dockerfile });
    expect(findings.map(told)).toEqual(
      expect.arrayContaining([
        ['UV_INDEX', 3, undefined],
        ['OLD_PASSWORD', undefined, 'base:1'],
        ['/app/.env', undefined, 'base:1'],
        ['/tok', 5, undefined],
        ['API_TOKEN', expect.anything(), undefined],
      ]),
    );
    const [tok] = findings.filter(({ location }) => (location as ImageLocation).path === '/tok');
    expect(tok?.flow.map(({ label }) => label).join()).toContain('written to /tok');
    expect(notes).toEqual([]);
  });

  test('with the base image: what is in its layers', async () => {
    const { image, base: below } = await placed();
    const { findings } = await auditOf([image], { bases: [below] });
    const bases = findings.map(({ location }) => [
      (location as ImageLocation).path,
      (location as ImageLocation).base,
    ]);
    expect(bases).toEqual(
      expect.arrayContaining([
        ['/app/.env', below],
        ['/tok', undefined],
      ]),
    );
  });

  test('the Dockerfile of something else is told', async () => {
    const { dockerfile, base: other } = await placed();
    const { notes } = await auditOf([other], { dockerfile });
    expect(notes[0]?.reason).toContain('base:1 does not look as if it was built from it');
  });
});
