import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { limitName } from '../../src/config/limits.ts';
import {
  type Blobs,
  filesOf,
  manifestsOf,
  ociBlobs,
  put,
  putJson,
  writeArchive,
} from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { readAll } from '../support/images/read.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempPath } from '../support/images/temp.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const app: TestImage = {
  tags: ['app:1'],
  layers: [{ files: [{ path: 'a', content: 'x' }], compression: 'gzip' }],
};
const arm: TestImage = { ...app, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };

function layout(manifests: readonly unknown[], blobs: Blobs): Blobs {
  blobs.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  blobs.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
  return blobs;
}

async function read(blobs: Blobs, options?: Parameters<typeof readAll>[1]) {
  return readAll(await writeArchive(await tempPath('image.tar'), filesOf(blobs)), options);
}

/** The blob of the only image's manifest, parsed, changed, and put in place of the old one. */
function withManifest(
  image: TestImage,
  change: (manifest: Record<string, unknown>, blobs: Blobs) => void,
): Blobs {
  const blobs: Blobs = new Map();
  const [descriptor] = manifestsOf(image, blobs);
  const path = `blobs/${String(descriptor?.digest).replace(':', '/')}`;
  const manifest = JSON.parse(String(blobs.get(path))) as Record<string, unknown>;
  blobs.delete(path);
  change(manifest, blobs);
  return layout([{ mediaType: MANIFEST, ...putJson(blobs, manifest) }], blobs);
}

function layersOf(manifest: Record<string, unknown>): Record<string, unknown>[] {
  return manifest.layers as Record<string, unknown>[];
}

test('nested indexes, platforms, annotations and attestations', async () => {
  const blobs: Blobs = new Map();
  const predicates = [{ predicateType: 'https://slsa.dev/provenance/v1', predicate: { a: 1 } }];
  const inner = [
    ...manifestsOf({ ...app, annotations: { 'org.example.note': 'n' }, attestations: predicates }, blobs),
    ...manifestsOf(arm, blobs),
  ];
  const nested = {
    mediaType: INDEX,
    ...putJson(blobs, { schemaVersion: 2, manifests: inner, annotations: { b: 'c' } }),
  };
  const top = { ...nested, annotations: { 'org.opencontainers.image.ref.name': '1.2' } };
  const { images, skipped, loose } = await read(layout([top], blobs));
  expect([skipped, loose]).toEqual([[], []]);
  expect(images.map(({ image }) => [image.platform, image.tags, image.attestations.length])).toEqual([
    ['linux/amd64', ['1.2', 'app:1'], 1],
    ['linux/arm64/v8', ['1.2', 'app:1'], 0],
  ]);
  const [first] = images;
  expect(first?.image.attestations[0]?.predicateType).toBe('https://slsa.dev/provenance/v1');
  expect(JSON.parse(first?.image.attestations[0]?.text ?? '')).toMatchObject({ predicate: { a: 1 } });
  expect(first?.image.annotations).toEqual([
    { pointer: 'index.manifests[0].annotations', key: 'org.opencontainers.image.ref.name', value: '1.2' },
    { pointer: 'index.annotations', key: 'b', value: 'c' },
    { pointer: 'index.manifests[0].annotations', key: 'org.opencontainers.image.ref.name', value: 'app:1' },
    { pointer: 'manifest.annotations', key: 'org.example.note', value: 'n' },
  ]);
});

test('an attestation beside its image is found though a tag is asked for', async () => {
  const blobs = ociBlobs([{ ...app, attestations: [{ predicateType: 'p', predicate: {} }] }]);
  const path = await writeArchive(await tempPath('image.tar'), filesOf(blobs));
  const { images } = await readAll(`oci-archive:${path}:app:1`);
  expect(images.map(({ image }) => image.attestations.map((statement) => statement.predicateType))).toEqual([
    ['p'],
  ]);
});

test('an attestation of an image that is not there stays a loose text', async () => {
  const blobs: Blobs = new Map();
  const [, attestation] = manifestsOf(
    { ...app, attestations: [{ predicateType: 'p', predicate: 'word' }] },
    blobs,
  );
  const { loose } = await read(layout([attestation], blobs));
  expect(loose.filter(({ text }) => text.includes('"predicate":"word"'))).toHaveLength(1);
});

test('platforms that an index names but the archive lacks are absent, not unread', async () => {
  const blobs: Blobs = new Map();
  const missing = {
    mediaType: MANIFEST,
    digest: `sha256:${'0'.repeat(64)}`,
    size: 1,
    platform: { os: 'linux', architecture: 'arm' },
  };
  const nested = {
    mediaType: INDEX,
    ...putJson(blobs, { manifests: [...manifestsOf(app, blobs), missing] }),
  };
  const { images, skipped } = await read(layout([nested], blobs));
  expect(images).toHaveLength(1);
  expect(skipped).toEqual([
    {
      what: missing.digest,
      reason: expect.stringContaining('the manifest for linux/arm is not in '),
      absent: true,
    },
  ]);
});

test('an index that leads to itself, and one that is deeper than the limit', async () => {
  const blobs: Blobs = new Map();
  let [descriptor] = manifestsOf(app, blobs) as unknown[];
  for (let depth = 0; depth < 12; depth += 1) {
    descriptor = { mediaType: INDEX, ...putJson(blobs, { manifests: [descriptor] }) };
  }
  const { images, skipped } = await read(layout([descriptor], blobs));
  expect(images).toEqual([]);
  expect(skipped[0]?.reason).toContain('limit index-depth');

  const self = `blobs/sha256/${'a'.repeat(64)}`;
  const entry = { mediaType: INDEX, digest: `sha256:${'a'.repeat(64)}` };
  const cyclic: Blobs = new Map([[self, Buffer.from(JSON.stringify({ manifests: [entry, entry] }))]]);
  const found = await read(layout([entry, ...manifestsOf(app, cyclic)], cyclic));
  expect(found.images).toHaveLength(1);
  expect(found.skipped.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('is damaged: its digest is'),
  ]);
});

test('one image under two tags of the index comes once', async () => {
  const blobs: Blobs = new Map();
  const [descriptor] = manifestsOf(app, blobs);
  const { images, skipped } = await read(layout([descriptor, descriptor], blobs));
  expect(images).toHaveLength(1);
  expect(skipped).toEqual([]);
});

test.each([
  ['encrypted', { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' }, 'encrypted; decrypt'],
  [
    'of another type',
    { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' },
    'no type of an image layer',
  ],
  ['missing', { digest: `sha256:${'0'.repeat(64)}` }, 'its blob is not in'],
  ['of no digest', { digest: 'sha256:../../etc/passwd' }, 'no valid sha256 or sha512 digest'],
  [
    'foreign',
    {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: `sha256:${'0'.repeat(64)}`,
      urls: ['https://files.example.com/l'],
    },
    'never fetched',
  ],
])('a layer that is %s is told, and the others read', async (_, change, reason) => {
  const two = { ...app, layers: [...app.layers, { files: [{ path: 'b', content: 'y' }] }] };
  const blobs = withManifest(two, (manifest) => Object.assign(layersOf(manifest)[0] ?? {}, change));
  const { images, skipped } = await read(blobs);
  expect(images[0]?.image.layers[0]?.unreadable).toContain(reason);
  expect(images[0]?.layers).toMatchObject([[], [{ path: '/b', content: 'y' }]]);
  expect(skipped.map((skip) => skip.reason).join()).toContain(reason);
});

test('compression is told from the bytes, whatever the media type says', async () => {
  const blobs = withManifest(app, (manifest) => {
    Object.assign(layersOf(manifest)[0] ?? {}, { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' });
  });
  const { images, skipped } = await read(blobs);
  expect(images[0]?.layers[0]).toMatchObject([{ path: '/a', content: 'x' }]);
  expect(skipped).toEqual([]);
});

test('a layer that is not what its digest, size and diffID say is told, and read all the same', async () => {
  const other = ociBlobs([{ layers: [{ files: [{ path: 'b', content: 'y' }] }] }]);
  const content = [...other.values()].find((blob) => blob.length === 2048) ?? Buffer.alloc(0);
  const blobs = ociBlobs([app]);
  const [path] = [...blobs].find(([, blob]) => blob[0] === 0x1f) ?? [''];
  blobs.set(path, content);
  const { images, skipped } = await read(blobs);
  expect(images[0]?.layers[0]).toMatchObject([{ path: '/b', content: 'y' }]);
  expect(skipped.map(({ what }) => what)).toEqual([path, path, path]);
  expect(skipped.map(({ reason }) => reason).join()).toMatch(/descriptor says.*digest is.*diffID is/);
});

test('an artifact is no image', async () => {
  const blobs = withManifest(app, (manifest) => {
    Object.assign(manifest.config as object, { mediaType: 'application/vnd.cncf.helm.config.v1+json' });
  });
  const { images, skipped } = await read(blobs);
  expect(images).toEqual([]);
  expect(skipped).toMatchObject([
    { reason: expect.stringContaining('artifact of type application/vnd.cncf.helm') },
  ]);
});

test('schema 1 manifests are told', async () => {
  const blobs: Blobs = new Map();
  const { skipped } = await read(layout([putJson(blobs, { schemaVersion: 1, fsLayers: [] })], blobs));
  expect(skipped[0]?.reason).toContain('schema 1 is not supported');
});

test('blobs that nothing refers to: texts come loose, the rest as layers of files', async () => {
  const blobs = ociBlobs([app]);
  putJson(blobs, { forgotten: true });
  const binary = put(blobs, Buffer.from('a\0b'.repeat(200)));
  put(blobs, gzipSync(tarOf([{ path: 'etc/left', content: 'behind' }])));
  const { loose, looseLayers, skipped } = await read(blobs);
  expect(loose.map(({ text }) => text)).toEqual(['{"forgotten":true}']);
  expect(looseLayers.flat().map(({ path, content }) => [path, content.slice(0, 6)])).toEqual(
    expect.arrayContaining([
      [`/blobs/${binary.digest.replace(':', '/')}`, 'a\0ba\0b'],
      ['/etc/left', 'behind'],
    ]),
  );
  expect(skipped).toEqual([]);
});

test("a build cache's layers are read, as image manifest and as index", async () => {
  const asManifest = withManifest(app, (manifest) => {
    Object.assign(manifest.config as object, { mediaType: 'application/vnd.buildkit.cacheconfig.v0' });
  });
  const blobs: Blobs = new Map();
  const [image] = manifestsOf(app, blobs);
  const path = `blobs/${String(image?.digest).replace(':', '/')}`;
  const { layers } = JSON.parse(String(blobs.get(path))) as { layers: unknown[] };
  blobs.delete(path);
  const config = {
    mediaType: 'application/vnd.buildkit.cacheconfig.v0',
    ...putJson(blobs, { layers: [], records: [] }),
  };
  for (const cache of [asManifest, layout([...layers, config], blobs)]) {
    const { images, skipped } = await read(cache);
    expect(images.map((found) => [found.image.kind, found.layers])).toMatchObject([
      ['build-cache', [[{ path: '/a', content: 'x' }]]],
    ]);
    expect(skipped).toEqual([]);
  }
});

test.each([
  ['jsonBytes', 10],
  ['jsonDepth', 2],
  ['manifests', 0],
  ['historyEntries', 0],
  ['layersPerImage', 0],
  ['attestationBytes', 5],
  ['entriesPerLayer', 0],
] as const)('limit %s is named where it is hit', async (limit, value) => {
  const blobs = ociBlobs([{ ...app, attestations: [{ predicateType: 'p', predicate: {} }] }]);
  const outcome = await read(blobs, { limits: { [limit]: value } }).then(
    ({ skipped }) => skipped.map(({ reason }) => reason).join(),
    (error: Error) => error.message,
  );
  expect(outcome).toContain(`limit ${limitName(limit)}`);
});

test('urls and fields that no specification knows are read', async () => {
  const odd = withManifest(app, (manifest) => {
    Object.assign(manifest, { vendor: { note: 'hello' } });
    const [layer] = manifest.layers as Record<string, unknown>[];
    Object.assign(layer ?? {}, { urls: ['https://files.example.com/a?token=x'], data: 'aGk=' });
  });
  const { images } = await read(odd);
  expect(images[0]?.image.annotations).toEqual(
    expect.arrayContaining([
      { pointer: 'manifest.vendor.note', key: 'note', value: 'hello' },
      { pointer: 'manifest.layers[0].urls[0]', key: '0', value: 'https://files.example.com/a?token=x' },
      { pointer: 'manifest.layers[0]', key: 'data', value: 'hi' },
    ]),
  );
});
