import { writeFile } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Limits } from '../../src/config/limits.ts';
import { ImageError } from '../../src/image/image.ts';
import { filesOf, newDockerFiles, ociBlobs, oldDockerFiles, writeLayout } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { readAll } from '../support/images/read.ts';
import { paxEntry, type TestFile, tarEntry, tarHeader, tarOf, withChecksum } from '../support/images/tar.ts';
import { tempFolder, tempPath } from '../support/images/temp.ts';
import { ZSTD_HEADER, zstdFrame } from '../support/images/zstd.ts';

const NATIVE_ZSTD = 'createZstdDecompress' in zlib;

const image: TestImage = {
  tags: ['app:1'],
  layers: [
    {
      files: [
        { path: 'a', content: 'one '.repeat(300) },
        { path: 'long/'.repeat(40), content: 'x' },
      ],
    },
    { files: [{ path: 'b', content: 'two' }], compression: 'gzip' },
    { files: [{ path: 'c', content: 'three' }], compression: 'zstd' },
  ],
};

/** What was read, and whether anything was said about trouble. */
async function outcome(path: string, bytes: Buffer) {
  await writeFile(path, bytes);
  try {
    const { images, skipped } = await readAll(path);
    return { contents: JSON.stringify(images.map(({ layers }) => layers)), told: skipped.length > 0 };
  } catch (error) {
    if (error instanceof ImageError && !error.message.includes('\n')) return { contents: '', told: true };
    throw error;
  }
}

const ARCHIVES: [string, () => Buffer][] = [
  ['docker-archive, old layout', () => tarOf(oldDockerFiles([image]))],
  ['docker-archive, blobs', () => tarOf(newDockerFiles([image]))],
  ['oci-archive', () => tarOf(filesOf(ociBlobs([image])))],
  ['oci-archive in gzip', () => gzipSync(tarOf(filesOf(ociBlobs([image]))))],
];

test.each(ARCHIVES)(
  '%s, cut anywhere: all contents, or a word about what is missing',
  async (_, build) => {
    const bytes = build();
    const path = await tempPath('image.tar');
    const whole = await outcome(path, bytes);
    expect(whole.told).toBe(false);
    for (let size = 0; size < bytes.length; size += 173) {
      const cut = await outcome(path, bytes.subarray(0, size));
      expect(cut.told || cut.contents === whole.contents, `cut at ${size}`).toBe(true);
    }
  },
  60_000,
);

test.each(ARCHIVES)(
  '%s with any byte flipped: all contents, or a word about the damage',
  async (_, build) => {
    const bytes = build();
    const path = await tempPath('image.tar');
    const whole = await outcome(path, bytes);
    const places = fc.integer({ min: 0, max: bytes.length - 1 });
    const check = async (at: number, mask: number) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ mask;
      const found = await outcome(path, damaged);
      expect(found.told || found.contents === whole.contents).toBe(true);
    };
    await fc.assert(fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), check), { numRuns: 300 });
  },
  60_000,
);

async function readLayerOf(tar: Buffer, limits: Partial<Limits> = {}) {
  const blobs = ociBlobs([{ layers: [{ files: [], tar }] }]);
  const { images, skipped } = await readAll(await writeLayout(await tempPath('image'), blobs), { limits });
  return { entries: images[0]?.layers[0] ?? [], reasons: skipped.map(({ reason }) => reason).join('\n') };
}

function headerWithSize(bytes: readonly number[]): Buffer {
  const header = tarHeader({ path: 'a' });
  Buffer.from(bytes).copy(header, 124);
  return withChecksum(header);
}

test.each([
  ['a size that is negative', headerWithSize([0xff, ...Array<number>(11).fill(0xff)]), 'size is negative'],
  ['a size of 2^63', headerWithSize([0x80, 0, 0, 0, 0x80, ...Array<number>(7).fill(0)]), 'too large'],
  [
    'a size that is no number',
    headerWithSize([...Buffer.from('zzzzzzzzzzzz')]),
    'size is negative, too large or no number',
  ],
  ['a size above the rest', tarEntry({ path: 'a', content: 'x', size: 99_999 }), '98463 bytes are missing'],
  [
    'a size above the rest in pax',
    tarEntry({ path: 'a', pax: { size: '9007199254740991' } }),
    'bytes are missing',
  ],
  ['a pax size that is negative', tarEntry({ path: 'a', pax: { size: '-1' } }), 'size is negative'],
])('%s is told', async (_, entry, expected) => {
  const { reasons } = await readLayerOf(Buffer.concat([entry, Buffer.alloc(1024)]));
  expect(reasons).toContain(expected);
});

test('a pax giant is not read into memory', async () => {
  const giant = paxEntry({ comment: 'x'.repeat(3_000_000) });
  const { entries, reasons } = await readLayerOf(
    Buffer.concat([giant, tarOf([{ path: 'a', content: 'x' }])]),
  );
  expect(entries).toMatchObject([{ path: '/a', content: 'x' }]);
  expect(reasons).toContain('limit tar-header-bytes');
});

test.each(['5 a=b\n', '9999999 path=x\n', '-3 path=x\n', 'x\n', '8 path\n\n', '12345678901 a=b\n'])(
  'a malformed pax record %j is told, and the entry read',
  async (record) => {
    const header = tarHeader({ path: 'pax', size: record.length });
    header.write('x', 156, 'latin1');
    const body = Buffer.alloc(512);
    body.write(record);
    const rest = tarOf([{ path: 'a', content: 'x' }]);
    const { entries, reasons } = await readLayerOf(Buffer.concat([withChecksum(header), body, rest]));
    expect(entries).toMatchObject([{ path: '/a', content: 'x' }]);
    expect(reasons).toContain('malformed extended header');
  },
);

test('a gzip bomb is stopped, by ratio and by size', async () => {
  const bomb = gzipSync(tarOf([{ path: 'a', content: Buffer.alloc(64 * 2 ** 20) }]));
  const byRatio = await readLayerOf(bomb, { unpackedRatio: 100, unpackedRatioFloor: 2 ** 20 });
  expect(byRatio.reasons).toContain('limit unpacked-ratio');
  const bySize = await readLayerOf(bomb, { unpackedBytes: 2 ** 20 });
  expect(bySize.reasons).toContain('limit unpacked-bytes');
});

test.each([
  [
    'a window of 1 GiB',
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x03, 0, 0, 0]),
    'window of 1073741824 bytes',
  ],
  [
    'a window of 2^60',
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x10]),
    'is too large',
  ],
  [
    'a block of 2 MiB',
    Buffer.concat([ZSTD_HEADER, Buffer.from([0xfb, 0xff, 0xff, 0])]),
    'a block of 2097151 bytes',
  ],
])('zstd data that asks for %s is refused, in a later frame as well', async (_, frame, expected) => {
  const small = zstdFrame(tarOf([{ path: 'a', content: 'x' }]));
  for (const blob of [frame, Buffer.concat([small, frame])]) {
    expect((await readLayerOf(blob)).reasons).toMatch(NATIVE_ZSTD ? /damaged or cut short/ : expected);
  }
});

test('of many damaged places the first are told and the rest counted', async () => {
  const parts = Array.from({ length: 50 }, (_, i) => [Buffer.alloc(512, 0x77), tarEntry({ path: `f${i}` })]);
  const { entries, reasons } = await readLayerOf(Buffer.concat([tarEntry({ path: 'a' }), ...parts.flat()]));
  expect(entries).toHaveLength(51);
  expect(reasons).toContain(
    '30 more damaged places (limit problems-per-tar; --limit problems-per-tar=N raises it)',
  );
});

test.each<[string, TestFile[]]>([
  [
    'climbing paths',
    [{ path: 'manifest.json', content: saved('../../../etc/hostname', '../../etc/passwd') }],
  ],
  ['absolute paths', [{ path: 'manifest.json', content: saved('/etc/hostname', '/etc/passwd') }]],
  [
    'links that climb out',
    [
      { path: 'c.json', type: 'SymbolicLink', link: '../../../etc/hostname' },
      { path: 'manifest.json', content: saved('c.json', 'c.json') },
    ],
  ],
  [
    'links in a circle',
    [
      { path: 'c.json', type: 'SymbolicLink', link: 'd.json' },
      { path: 'd.json', type: 'SymbolicLink', link: 'c.json' },
      { path: 'manifest.json', content: saved('c.json', 'c.json') },
    ],
  ],
])('%s in manifest.json lead nowhere', async (_, files) => {
  const path = await tempPath('image.tar');
  await writeFile(path, tarOf(files));
  const { images, skipped } = await readAll(path);
  expect(images).toEqual([]);
  expect(skipped).toMatchObject([{ reason: expect.stringContaining('image not read: its config') }]);
});

function saved(config: string, layer: string): string {
  return JSON.stringify([{ Config: config, Layers: [layer], RepoTags: null }]);
}

test('one path twice in an archive: the later one counts, the other is told', async () => {
  const files = newDockerFiles([image]);
  const path = await tempPath('image.tar');
  await writeFile(path, tarOf([{ path: 'manifest.json', content: 'old' }, ...files]));
  const { images, skipped } = await readAll(path);
  expect(images).toHaveLength(1);
  expect(skipped).toEqual([
    { what: path, reason: 'manifest.json stands there twice; only the later one is read' },
  ]);
});

test('any JSON in place of the tables: an error or a word, never a crash', async () => {
  const folder = await tempFolder();
  const json = fc.json({ maxDepth: 4 });
  const check = async (index: string, manifest: string) => {
    const files = [
      { path: 'index.json', content: index },
      { path: 'manifest.json', content: manifest },
    ];
    expect((await outcome(`${folder}/image.tar`, tarOf(files))).told).toBe(true);
  };
  await fc.assert(fc.asyncProperty(json, json, check), { numRuns: 200 });
});

test('malformed configs and manifests read as empty', async () => {
  for (const value of [
    null,
    1,
    'x',
    [],
    [[]],
    { config: [], history: {}, rootfs: 1, layers: 3, manifests: {} },
  ]) {
    const content = JSON.stringify(value);
    const manifest = JSON.stringify([{ Config: 'c.json', Layers: [], RepoTags: 'x' }, value]);
    const path = await tempPath('image.tar');
    await writeFile(
      path,
      tarOf([
        { path: 'c.json', content },
        { path: 'manifest.json', content: manifest },
      ]),
    );
    const { images } = await readAll(path);
    expect(images[0]?.image.config).toMatchObject({ env: [], labels: {}, history: [], diffIds: [] });
  }
});
