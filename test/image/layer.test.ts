import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Limits } from '../../src/config/limits.ts';
import { ociBlobs, writeLayout } from '../support/images/formats.ts';
import { readAll } from '../support/images/read.ts';
import {
  padded,
  paxEntry,
  type TestFile,
  tarEntry,
  tarHeader,
  tarOf,
  withChecksum,
} from '../support/images/tar.ts';
import { tempPath } from '../support/images/temp.ts';
import { skippableFrame, zstdFrame } from '../support/images/zstd.ts';

async function readTar(tar: Buffer, limits: Partial<Limits> = {}) {
  const blobs = ociBlobs([{ layers: [{ files: [], tar }] }]);
  const { images, skipped } = await readAll(await writeLayout(await tempPath('image'), blobs), { limits });
  return { entries: images[0]?.layers[0] ?? [], reasons: skipped.map(({ reason }) => reason) };
}

async function readFiles(files: readonly TestFile[]) {
  return readTar(tarOf(files));
}

/** diffIDs are of the plain tar; a hand-made blob has none that fits. */
function butDiffId(reasons: readonly string[]): string[] {
  return reasons.filter((reason) => !reason.startsWith('diffID is'));
}

test.each([
  ['./a//b/../c', '/a/c'],
  ['/abs', '/abs'],
  ['../../etc/passwd', '/etc/passwd'],
  ['a/./b/', '/a/b'],
  ['./', '/'],
  ['..', '/'],
  ['C:\\x', '/C:\\x'],
  ['a\x1b[31m\nb', '/a\x1b[31m\nb'],
  [`${'long/'.repeat(60)}f`, `/${'long/'.repeat(60)}f`],
  ['ünï', '/ünï'],
])('path %j is %j', async (path, expected) => {
  const { entries, reasons } = await readFiles([{ path, type: path.endsWith('/') ? 'Directory' : 'File' }]);
  expect(entries.map((entry) => entry.path)).toEqual([expected]);
  expect(reasons).toEqual([]);
});

test.each([
  ['a/.wh.b', '/a/b', 'file'],
  ['.wh.b', '/b', 'file'],
  ['a/.wh..wh..opq', '/a', 'opaque'],
  ['.wh..wh..opq', '/', 'opaque'],
  ['.wh.', '/.wh.', undefined],
  ['a/.wh...', '/a/.wh...', undefined],
  ['.wh..wh.plnk', '/.wh..wh.plnk', undefined],
  ['.wh.a/b', '/.wh.a/b', undefined],
])('%s -> %s, whiteout %s', async (path, expected, whiteout) => {
  const { entries } = await readFiles([{ path }]);
  expect(entries.map((entry) => [entry.path, entry.whiteout])).toEqual([[expected, whiteout]]);
});

test('types, links, xattrs, duplicates, in tar order', async () => {
  const { entries, reasons } = await readFiles([
    { path: 'd', type: 'Directory' },
    {
      path: 'd/f',
      content: 'one',
      pax: { 'SCHILY.xattr.user.note': 'a\nb', 'LIBARCHIVE.xattr.user%2Ex': 'aGk=' },
    },
    { path: 'd/s', type: 'SymbolicLink', link: '../etc' },
    { path: 'd/h', type: 'Link', link: 'd/f' },
    { path: 'd/c', type: 'CharacterDevice' },
    { path: 'd/f', content: 'two' },
  ]);
  expect(reasons).toEqual([]);
  expect(entries).toEqual([
    { path: '/d', type: 'directory', size: 0, content: '' },
    { path: '/d/f', type: 'file', size: 3, xattrs: { 'user.note': 'a\nb', 'user.x': 'hi' }, content: 'one' },
    { path: '/d/s', type: 'symlink', size: 0, linkPath: '../etc', content: '' },
    { path: '/d/h', type: 'hardlink', size: 0, linkPath: 'd/f', content: '' },
    { path: '/d/c', type: 'other', size: 0, content: '' },
    { path: '/d/f', type: 'file', size: 3, content: 'two' },
  ]);
});

test('GNU long names, and names and sizes of pax', async () => {
  const long = `${'x'.repeat(150)}/${'y'.repeat(150)}`;
  const gnu = tarHeader({ path: '././@LongLink', size: long.length + 1 });
  gnu.write('L', 156, 'latin1');
  const tar = Buffer.concat([
    withChecksum(gnu),
    padded(Buffer.from(`${long}\0`)),
    tarEntry({ path: 'cut', content: 'gnu' }),
    paxEntry({ path: 'of\npax', size: '3' }),
    tarHeader({ path: 'cut', size: 0 }),
    padded(Buffer.from('pax')),
    Buffer.alloc(1024),
  ]);
  const { entries, reasons } = await readTar(tar);
  expect(entries.map(({ path, content }) => [path, content])).toEqual([
    [`/${long}`, 'gnu'],
    ['/of\npax', 'pax'],
  ]);
  expect(reasons).toEqual([]);
});

test('an old GNU sparse file: its map blocks are no part of its content', async () => {
  const header = tarHeader({ path: 'sparse', size: 4 });
  header.write('S', 156, 'latin1');
  header[482] = 1;
  const more = Buffer.alloc(1024);
  more[504] = 1;
  const tar = Buffer.concat([withChecksum(header), more, padded(Buffer.from('data')), Buffer.alloc(1024)]);
  const { entries, reasons } = await readTar(tar);
  expect(entries).toMatchObject([{ path: '/sparse', content: 'data' }]);
  expect(reasons).toEqual([]);
});

const tar = tarOf([{ path: 'a', content: 'x'.repeat(3000) }]);
const half = 1000;

test.each([
  ['gzip of two members', Buffer.concat([gzipSync(tar.subarray(0, half)), gzipSync(tar.subarray(half))])],
  ['gzip padded with zeros', Buffer.concat([gzipSync(tar), Buffer.alloc(600)])],
  ['zstd of two frames', Buffer.concat([zstdFrame(tar.subarray(0, half)), zstdFrame(tar.subarray(half))])],
  [
    'zstd between skippable frames',
    Buffer.concat([skippableFrame(Buffer.from('toc')), zstdFrame(tar), skippableFrame(Buffer.alloc(9000))]),
  ],
])('%s is read whole', async (_, blob) => {
  const { entries, reasons } = await readTar(blob);
  expect(entries).toMatchObject([{ path: '/a', content: 'x'.repeat(3000) }]);
  expect(butDiffId(reasons)).toEqual([]);
});

test.each([
  ['gzip, then other bytes', Buffer.concat([gzipSync(tar), Buffer.from('hidden')]), 'gzip data is damaged'],
  [
    'gzip, zeros, then other bytes',
    Buffer.concat([gzipSync(tar), Buffer.alloc(9), Buffer.from('hidden')]),
    '15 bytes after the end',
  ],
  [
    'zstd, then other bytes',
    Buffer.concat([zstdFrame(tar), Buffer.alloc(40, 1)]),
    /zstd data is damaged|40 bytes after the end/,
  ],
  ['cut gzip', gzipSync(tar).subarray(0, -9), 'gzip data is damaged or cut short'],
  ['cut zstd', zstdFrame(tar).subarray(0, -2000), /zstd data is .*cut short/],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), 'xz compression is not supported'],
  ['no tar', Buffer.alloc(2048, 'word '), 'is no tar'],
])('%s: told', async (_, blob, expected) => {
  const { reasons } = await readTar(blob);
  expect(reasons.join()).toMatch(expected);
});

test('entries behind the end marker are read, and told of', async () => {
  const { entries, reasons } = await readTar(Buffer.concat([tar, tarOf([{ path: 'hidden', content: 'h' }])]));
  expect(entries.map(({ path }) => path)).toEqual(['/a', '/hidden']);
  expect(reasons).toEqual(['goes on after its end marker at byte 4608; read all the same']);
});

test('behind damage, reading goes on at the next header', async () => {
  const bad = Buffer.from(tarEntry({ path: 'bad', content: 'b' }));
  bad[0] = 0x7a;
  const { entries, reasons } = await readTar(Buffer.concat([bad, tarOf([{ path: 'good', content: 'g' }])]));
  expect(entries).toMatchObject([{ path: '/good', content: 'g' }]);
  expect(reasons).toHaveLength(1);
});

test('an uncompressed tar of no bytes is an empty layer', async () => {
  expect(await readTar(Buffer.alloc(0))).toEqual({ entries: [], reasons: [] });
});

test('a name that is cut at a slash is still a file: its pax record has the whole', async () => {
  const folder = `${'e'.repeat(99)}/`;
  const body = Buffer.from('A=b\n');
  const header = tarHeader({ path: 'x', size: body.length });
  header.fill(0, 0, 100).write(folder, 0, 'latin1');
  const file = Buffer.concat([paxEntry({ path: `${folder}.env` }), withChecksum(header), padded(body)]);
  const { entries, reasons } = await readTar(
    Buffer.concat([file, tarEntry({ path: 'next' }), Buffer.alloc(1024)]),
  );
  expect(entries.map(({ path, type, size }) => [path, type, size])).toEqual([
    [`/${folder}.env`, 'file', 4],
    ['/next', 'file', 0],
  ]);
  expect(butDiffId(reasons)).toEqual([]);
});
