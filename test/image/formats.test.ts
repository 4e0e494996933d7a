import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  filesOf,
  newDockerFiles,
  ociBlobs,
  oldDockerFiles,
  writeArchive,
  writeLayout,
} from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { readAll } from '../support/images/read.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempPath } from '../support/images/temp.ts';
import { zstdFrame } from '../support/images/zstd.ts';

const app: TestImage = {
  tags: ['ghcr.io/acme/app:1'],
  config: { Env: ['A=b'], Labels: { team: 'x' }, Cmd: ['sh'], Entrypoint: ['/init'], OnBuild: ['RUN x'] },
  history: [
    { created_by: 'COPY a /a # buildkit', comment: 'buildkit.dockerfile.v0' },
    { created_by: 'ENV A=b', empty_layer: true },
    { created_by: 'RUN rm a # buildkit' },
  ],
  layers: [
    {
      files: [
        { path: 'etc/', type: 'Directory' },
        { path: 'etc/a', content: 'one' },
      ],
      compression: 'gzip',
    },
    { files: [{ path: 'etc/.wh.a' }, { path: 'b', content: 'two' }], compression: 'zstd' },
  ],
};
const other: TestImage = {
  tags: ['ghcr.io/acme/other:2'],
  layers: [{ files: [{ path: 'o', content: 'three' }] }],
};
const images = [app, other];

const FORMATS: Record<string, (path: string) => Promise<string>> = {
  'docker-archive, old layout': (path) => writeArchive(path, oldDockerFiles(images)),
  'docker-archive, blobs': (path) => writeArchive(path, newDockerFiles(images)),
  'oci-archive': (path) => writeArchive(path, filesOf(ociBlobs(images))),
  'oci folder': (path) => writeLayout(path, ociBlobs(images)),
  'docker-archive in gzip': (path) => writePacked(path, gzipSync(tarOf(newDockerFiles(images)))),
  'docker-archive in zstd': (path) => writePacked(path, zstdFrame(tarOf(oldDockerFiles(images)))),
};

async function writePacked(path: string, bytes: Buffer): Promise<string> {
  await writeFile(path, bytes);
  return path;
}

describe.each(Object.entries(FORMATS))('%s', (_, write) => {
  test('gives every image once, with config, layers and contents, and nothing skipped', async () => {
    const { images: found, skipped } = await readAll(await write(await tempPath('image')));
    expect(skipped).toEqual([]);
    expect(found.map(({ image }) => [image.name, image.tags, image.platform, image.kind])).toEqual([
      ['ghcr.io/acme/app:1', ['ghcr.io/acme/app:1'], 'linux/amd64', 'image'],
      ['ghcr.io/acme/other:2', ['ghcr.io/acme/other:2'], 'linux/amd64', 'image'],
    ]);
    expect(found[0]?.image.config).toMatchObject({
      env: ['A=b'],
      labels: { team: 'x' },
      cmd: ['sh'],
      entrypoint: ['/init'],
      onbuild: ['RUN x'],
    });
    expect(found[0]?.image.layers.map((layer) => layer.history?.createdBy)).toEqual([
      'COPY a /a # buildkit',
      'RUN rm a # buildkit',
    ]);
    expect(
      found[0]?.layers.map((entries) =>
        entries.map(({ path, content, whiteout }) => [path, content, whiteout]),
      ),
    ).toEqual([
      [
        ['/etc', '', undefined],
        ['/etc/a', 'one', undefined],
      ],
      [
        ['/etc/a', '', 'file'],
        ['/b', 'two', undefined],
      ],
    ]);
    expect(found[1]?.layers[0]).toMatchObject([{ path: '/o', content: 'three' }]);
  });
});

test.each([
  ['docker-archive', 'ghcr.io/acme/other:2'],
  ['docker-archive', '@1'],
  ['oci-archive', 'ghcr.io/acme/other:2'],
  ['oci-archive', '@1'],
])('%s:PATH:%s asks for that image alone', async (transport, reference) => {
  const path = await writeArchive(await tempPath('image.tar'), newDockerFiles(images));
  const { images: found, skipped, loose } = await readAll(`${transport}:${path}:${reference}`);
  expect(found.map(({ image }) => image.name)).toEqual(['ghcr.io/acme/other:2']);
  expect([skipped, loose]).toEqual([[], []]);
});

test('a reference that nothing answers to: an error with those that would', async () => {
  const path = await writeArchive(await tempPath('image.tar'), newDockerFiles(images));
  await expect(readAll(`docker-archive:${path}:ghcr.io/acme/none:1`)).rejects.toThrow(
    'holds no image ghcr.io/acme/none:1; it holds ghcr.io/acme/app:1, ghcr.io/acme/other:2',
  );
});

test('images that only one of the two tables has come all the same', async () => {
  const files = newDockerFiles([app]).filter(({ path }) => path !== 'index.json');
  const both = [
    ...new Map([...files, ...filesOf(ociBlobs([other]))].map((file) => [file.path, file])).values(),
  ];
  const { images: found } = await readAll(await writeArchive(await tempPath('image.tar'), both));
  expect(found.map(({ image }) => image.name)).toEqual(['ghcr.io/acme/other:2', 'ghcr.io/acme/app:1']);
});

test('a broken index.json beside a whole manifest.json: told, and the images still come', async () => {
  const files = newDockerFiles([app]).map((file) =>
    file.path === 'index.json' ? { ...file, content: '{' } : file,
  );
  const { images: found, skipped } = await readAll(await writeArchive(await tempPath('image.tar'), files));
  expect(found.map(({ image }) => image.name)).toEqual(['ghcr.io/acme/app:1']);
  expect(skipped.map(({ what }) => what)).toContain('index.json');
});

test('an image listed twice in manifest.json comes once, with the tags of both', async () => {
  const again = { ...app, tags: ['ghcr.io/acme/app:latest'] };
  const { images: found, skipped } = await readAll(
    await writeArchive(await tempPath('image.tar'), oldDockerFiles([app, again])),
  );
  expect(found.map(({ image }) => image.tags)).toEqual([['ghcr.io/acme/app:1', 'ghcr.io/acme/app:latest']]);
  expect(skipped).toEqual([]);
});

test('layer.tar may be a link to another layer, as old docker and buildah write it', async () => {
  const files = oldDockerFiles([other]);
  const layer = files.find(({ path }) => path.endsWith('/layer.tar'));
  const moved = files.flatMap((file) =>
    file === layer
      ? [
          { path: 'abc.tar', content: file.content ?? '' },
          { path: file.path, type: 'SymbolicLink' as const, link: '../abc.tar' },
        ]
      : [file],
  );
  const { images: found, skipped } = await readAll(await writeArchive(await tempPath('image.tar'), moved));
  expect(found[0]?.image.layers[0]?.blob).toBe('abc.tar');
  expect(found[0]?.layers[0]).toMatchObject([{ path: '/o', content: 'three' }]);
  expect(skipped).toEqual([]);
});

test('legacy files of a docker-archive come as loose texts', async () => {
  const { loose } = await readAll(await writeArchive(await tempPath('image.tar'), oldDockerFiles([other])));
  expect(loose.map(({ path, text }) => [path.replace(/^[0-9a-f]+/, 'ID'), text.slice(0, 5)])).toEqual([
    ['ID/VERSION', '1.0'],
    ['ID/json', '{"id"'],
    ['repositories', '{}'],
  ]);
});
