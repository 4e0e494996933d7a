import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sniff } from '../../src/image/decompress.ts';
import { buildahBuild, buildahPush } from './buildah.ts';
import { buildArguments, contentOf, expectTarListings, readWhole } from './compare.ts';
import { DOCKERFILE, randomToken } from './recipe.ts';
import { run, workFolder } from './run.ts';

interface Inspected {
  config: { Env: string[]; Labels: Record<string, string> };
  rootfs: { diff_ids: string[] };
  history: { created_by: string }[];
}

const token = randomToken();
const TAG = 'app:1';
let folder = '';
let remove = async () => {};

beforeAll(async () => {
  ({ folder, remove } = await workFolder());
  await buildahBuild(
    { folder },
    { files: { Dockerfile: DOCKERFILE }, buildArgs: { TOKEN: token }, tag: TAG },
  );
}, 120_000);
afterAll(() => remove());

/** Asserts that an image is what skopeo says it is, and what the Dockerfile makes. */
async function expectSameAsSkopeo(ref: string, path: string, scratch: string): Promise<void> {
  const found = await readWhole(path);
  const { image } = found;
  const inspected = JSON.parse(await run('skopeo', ['inspect', '--config', ref])) as Inspected;
  expect(image.layers.map(({ diffId }) => diffId)).toEqual(inspected.rootfs.diff_ids);
  expect(image.config.env).toEqual(inspected.config.Env);
  expect(image.config.labels).toEqual(inspected.config.Labels);
  expect(image.config.history.map(({ createdBy }) => createdBy)).toEqual(
    inspected.history.map((entry) => entry.created_by),
  );
  await expectTarListings(path, found, scratch);
  expect(image.config.env).toContain(`X=${token}`);
  expect(contentOf(found, '/secret')).toBe(`${token}\n`);
  expect(buildArguments(image).sort()).toEqual(['OTHER=some words', `TOKEN=${token}`]);
}

describe('buildah', () => {
  test.each(['docker-archive', 'oci-archive', 'oci'])(
    'push to %s',
    async (transport) => {
      const path = join(folder, `buildah-${transport}`);
      await buildahPush({ folder }, TAG, `${transport}:${path}:${TAG}`);
      await expectSameAsSkopeo(`${transport}:${path}:${TAG}`, path, `${path}-scratch`);
      const { image } = await readWhole(`${transport}:${path}:${TAG}`);
      expect(image.tags).toContain(transport === 'docker-archive' ? `localhost/${TAG}` : TAG);
    },
    60_000,
  );
});

describe('skopeo copy', () => {
  test.each(['gzip', 'zstd'] as const)(
    'to an OCI folder with %s',
    async (compression) => {
      const source = join(folder, `skopeo-source-${compression}`);
      const path = join(folder, `skopeo-${compression}`);
      await buildahPush({ folder }, TAG, `docker-archive:${source}:${TAG}`);
      const format = ['--dest-compress-format', compression];
      await run('skopeo', ['copy', ...format, `docker-archive:${source}`, `oci:${path}:${TAG}`]);
      await expectSameAsSkopeo(`oci:${path}:${TAG}`, path, path);
      const { image } = await readWhole(path);
      for (const { blob } of image.layers) expect(sniff(await readFile(join(path, blob)))).toBe(compression);
      const { Layers } = JSON.parse(await run('skopeo', ['inspect', `oci:${path}:${TAG}`])) as {
        Layers: string[];
      };
      expect(image.layers.map(({ digest }) => digest)).toEqual(Layers);
    },
    60_000,
  );
});

test('umoci: a layout made by hand', async () => {
  const path = join(folder, 'umoci');
  const content = join(folder, 'content');
  await mkdir(join(content, 'sub'), { recursive: true });
  await writeFile(join(content, 'sub', 'secret'), token);
  await run('umoci', ['init', '--layout', path]);
  await run('umoci', ['new', '--image', `${path}:${TAG}`]);
  await run('umoci', ['insert', '--image', `${path}:${TAG}`, content, '/data']);
  await run('umoci', ['insert', '--image', `${path}:${TAG}`, '--whiteout', '/data/sub']);
  await run('umoci', ['config', '--image', `${path}:${TAG}`, '--config.env', `X=${token}`]);
  await run('umoci', ['gc', '--layout', path]);
  const found = await readWhole(path);
  const inspected = JSON.parse(
    await run('skopeo', ['inspect', '--config', `oci:${path}:${TAG}`]),
  ) as Inspected;
  expect(found.image.layers.map(({ diffId }) => diffId)).toEqual(inspected.rootfs.diff_ids);
  expect(found.image.config.env).toEqual(inspected.config.Env);
  expect(found.image.config.env).toContain(`X=${token}`);
  // umoci writes no end marker, which tar(1) takes for a cut file: no listing to compare with.
  expect(found.layers.map((entries) => entries.map((entry) => entry.path))).toEqual([
    ['/data', '/data/sub', '/data/sub/secret'],
    ['/data/sub'],
  ]);
  expect(contentOf(found, '/data/sub/secret')).toBe(token);
  expect(found.layers.at(-1)).toMatchObject([{ path: '/data/sub', whiteout: 'file' }]);
}, 60_000);
