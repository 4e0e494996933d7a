import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { tarOf } from '../../support/images/tar.ts';
import { zstdFrame } from '../../support/images/zstd.ts';
import { arOf, cpioOf, rpmOf, zipOf } from '../../support/nested/archives.ts';
import { readNested } from '../../support/nested/read.ts';

const TEXT = 'token=hello\n'.repeat(3);
/** TEXT by bzip2 and xz of Python 3. */
const BZIP2 = Buffer.from(
  'QlpoOTFBWSZTWf9w33YAABHJgAAQAAICTYQAIAAiv9UjBCDJiMYpakrYhDWvi7kinChIf7hvuwA=',
  'base64',
);
const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAjABNdADobyak/JVoVu7yG6ChmlCJsAAAAAFgWtM/cT+VeAAEvJJdpmQ4ftvN9AQAAAAAEWVo=',
  'base64',
);
/** A hundred thousand bytes of 7, then `end`: long runs. */
const BZIP2_RUNS = Buffer.from(
  'QlpoOTFBWSZTWaNx9+wAAMRRAICABAAGAQAIIAAwwAKVGmmiFnSojfbghfF3JFOFCQo3H37A',
  'base64',
);
const tar = tarOf([
  { path: './etc/../a', content: 'A' },
  { path: 'empty' },
  { path: 'folder', type: 'Directory' },
  { path: 'b', content: 'B'.repeat(3000) },
]);
const tarFiles = (at: string) => ({
  [`${at}!/a`]: 'A',
  [`${at}!/empty`]: '',
  [`${at}!/b`]: 'B'.repeat(3000),
});
const long = 'lorem ipsum '.repeat(20_000);

const CASES: [string, string, Buffer, Record<string, string>][] = [
  ['gzip', '/x/log.gz', gzipSync(TEXT), { '/x/log.gz!/log': TEXT }],
  ['gzip without a telling name', '/x/log', gzipSync(TEXT), { '/x/log!/log': TEXT }],
  [
    'gzip of several members',
    '/log.gz',
    Buffer.concat([gzipSync('one '), gzipSync(''), gzipSync(long), gzipSync('two')]),
    { '/log.gz!/log': `one ${long}two` },
  ],
  [
    'gzip and zeros',
    '/log.gz',
    Buffer.concat([gzipSync('one'), Buffer.alloc(99)]),
    { '/log.gz!/log': 'one' },
  ],
  ['tar', '/x.tar', tar, tarFiles('/x.tar')],
  ['tar in gzip', '/x.tgz', gzipSync(tar), tarFiles('/x.tgz')],
  [
    'apk of Alpine: a tar cut over members',
    '/x.apk',
    Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    tarFiles('/x.apk'),
  ],
  ['zstd', '/log.zst', zstdFrame(Buffer.from(TEXT)), { '/log.zst!/log': TEXT }],
  ['tar in zstd', '/x.tar.zst', zstdFrame(tar), tarFiles('/x.tar.zst')],
  ['bzip2', '/log.bz2', BZIP2, { '/log.bz2!/log': TEXT }],
  ['bzip2, streams', '/log', Buffer.concat([BZIP2, BZIP2]), { '/log!/log': TEXT + TEXT }],
  ['bzip2, runs', '/log.bz2', BZIP2_RUNS, { '/log.bz2!/log': `${'\x07'.repeat(100_000)}end` }],
  ['xz', '/log.xz', XZ, { '/log.xz!/log': TEXT }],
  ['xz, streams', '/log.xz', Buffer.concat([XZ, XZ]), { '/log.xz!/log': TEXT + TEXT }],
  ['ar', '/x.a', arOf({ 'a/': 'A', 'o.o/': '\x7fELF…', b: 'BB' }), { '/x.a!/a': 'A', '/x.a!/b': 'BB' }],
  ['ar, BSD names', '/x.a', arOf({ 'a-name-of-17-char': 'A' }), { '/x.a!/a-name-of-17-char': 'A' }],
  [
    'ar, GNU names',
    '/x.a',
    arOf({ '/': 'symbols', '//': 'first-long-name.txt/\nsecond-long-name.txt/\n', '/21': 'A' }),
    { '/x.a!/second-long-name.txt': 'A' },
  ],
  [
    'Debian package',
    '/x.deb',
    arOf({ 'debian-binary': '2.0\n', 'control.tar.gz': gzipSync(tar), 'data.tar.xz': XZ }),
    {
      '/x.deb!/debian-binary': '2.0\n',
      '/x.deb!/control.tar.gz': gzipSync(tar).toString('latin1'),
      ...tarFiles('/x.deb!/control.tar.gz'),
      '/x.deb!/data.tar.xz': XZ.toString('latin1'),
      '/x.deb!/data.tar.xz!/data.tar': TEXT,
    },
  ],
  ['cpio', '/initrd', cpioOf({ a: 'A', 'b/c': TEXT }), { '/initrd!/a': 'A', '/initrd!/b/c': TEXT }],
  [
    'initramfs: cpio, zeros, cpio, compressed cpio',
    '/initrd',
    Buffer.concat([cpioOf({ a: 'A' }), Buffer.alloc(512), cpioOf({ b: 'B' }), gzipSync(cpioOf({ c: TEXT }))]),
    { '/initrd!/a': 'A', '/initrd!/b': 'B', '/initrd!/c': TEXT },
  ],
  ['rpm', '/x.rpm', rpmOf(gzipSync(cpioOf({ './etc/a': 'A' }))), { '/x.rpm!/etc/a': 'A' }],
  ['rpm, zstd', '/x.rpm', rpmOf(zstdFrame(cpioOf({ a: TEXT }))), { '/x.rpm!/a': TEXT }],
];

test.each(CASES)('%s', async (_, path, bytes, files) => {
  for (const cuts of [[2 ** 20], [1], [7, 512, 3000]]) {
    const found = await readNested(bytes, { path, cuts });
    expect(found.files).toEqual(files);
    expect(found.skips).toEqual([]);
  }
});

const ZIPS: [string, Buffer, Record<string, string>][] = [
  [
    'of fflate',
    Buffer.from(zipSync({ a: Buffer.from(TEXT), 'd/b': [Buffer.from('B'), { level: 0 }] })),
    { a: TEXT, 'd/b': 'B' },
  ],
  ['deflated', zipOf([{ name: 'a', content: long, isDeflated: true }]), { a: long }],
  [
    'as Java writes it: sizes behind the content',
    zipOf([
      { name: 'd/' },
      { name: 'a', content: long, isDeflated: true, hasDescriptor: true },
      { name: 'e', content: '', isDeflated: true, hasDescriptor: true },
      { name: 'b', content: 'B', isDeflated: true, hasDescriptor: true },
    ]),
    { a: long, e: '', b: 'B' },
  ],
  [
    'stored, sizes behind the content',
    zipOf([
      { name: 'a', content: `PK\x07\x08${TEXT}`, hasDescriptor: true },
      { name: 'b', content: 'B' },
    ]),
    { a: `PK\x07\x08${TEXT}`, b: 'B' },
  ],
  [
    'zip64',
    zipOf([
      { name: 'a', content: TEXT, isZip64: true },
      { name: 'b', content: 'B' },
    ]),
    { a: TEXT, b: 'B' },
  ],
  [
    'bzip2 and zstd',
    zipOf([
      { name: 'a', content: BZIP2, method: 12 },
      { name: 'b', content: zstdFrame(Buffer.from('B')), method: 93 },
    ]),
    { a: TEXT, b: 'B' },
  ],
  ['paths that climb', zipOf([{ name: '../../etc/./x', content: 'X' }]), { 'etc/x': 'X' }],
  ['content in a folder', zipOf([{ name: 'd/', content: 'hidden' }]), { d: 'hidden' }],
  [
    'behind a line',
    Buffer.concat([Buffer.from('#!/usr/bin/env python3\n'), zipOf([{ name: 'a', content: long }])]),
    { a: long },
  ],
  [
    'behind a script',
    Buffer.concat([
      Buffer.from(`#!/bin/bash\n${'# more\n'.repeat(2000)}`),
      zipOf([{ name: 'a', content: TEXT }]),
    ]),
    { a: TEXT },
  ],
  ['spanned', Buffer.concat([Buffer.from('PK\x07\x08'), zipOf([{ name: 'a', content: TEXT }])]), { a: TEXT }],
];

test.each(ZIPS)('zip %s', async (_, bytes, files) => {
  const expected = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/x.jar!/${name}`, text]));
  for (const cuts of [[2 ** 20], [1], [7, 512, 3000]]) {
    const found = await readNested(bytes, { path: '/x.jar', cuts });
    expect(found.files).toEqual(expected);
    expect(found.skips).toEqual([]);
  }
});

test('archives inside archives, each with its path', async () => {
  const inner = zipOf([{ name: 'app.properties', content: TEXT, isDeflated: true }]);
  const outer = zipOf([
    { name: 'BOOT-INF/lib/x.jar', content: inner, hasDescriptor: true },
    { name: 'y.tgz', content: gzipSync(tar), isDeflated: true },
  ]);
  const { files, skips } = await readNested(outer, { path: '/app.jar' });
  expect(files).toMatchObject({
    '/app.jar!/BOOT-INF/lib/x.jar': inner.toString('latin1'),
    '/app.jar!/BOOT-INF/lib/x.jar!/app.properties': TEXT,
    '/app.jar!/y.tgz': gzipSync(tar).toString('latin1'),
    ...tarFiles('/app.jar!/y.tgz'),
  });
  expect(skips).toEqual([]);
});

test('several xz inside a zip', async () => {
  const zip = zipOf([
    { name: 'a.xz', content: XZ },
    { name: 'b.xz', content: XZ },
  ]);
  const { files, skips } = await readNested(zip, { path: '/x.zip' });
  expect(files).toMatchObject({ '/x.zip!/a.xz!/a': TEXT, '/x.zip!/b.xz!/b': TEXT });
  expect(skips).toEqual([]);
});

test('entries without a directory, and behind what looks damaged', async () => {
  const zip = zipOf([{ name: 'a', content: 'A' }]);
  const wrong = zipOf([
    { name: 'bad', content: '\xff\xff\xff\xff', method: 8 },
    { name: 'b', content: 'B' },
  ]);
  const { files, skips } = await readNested(Buffer.concat([zip, wrong]), { path: '/x.zip' });
  expect(files).toMatchObject({ '/x.zip!/a': 'A', '/x.zip!/b': 'B' });
  expect(skips).toEqual(['/x.zip: bad: compressed data is damaged']);
});

test('what is not read is told, once for each reason', async () => {
  const zip = zipOf([
    { name: 'a', content: 'A', isEncrypted: true },
    { name: 'b', content: 'B', isEncrypted: true },
    { name: 'c', content: 'C', method: 14 },
    { name: 'd', content: 'D' },
  ]);
  const { files, skips } = await readNested(zip, { path: '/x.zip' });
  expect(files).toEqual({ '/x.zip!/d': 'D' });
  expect(skips).toEqual([
    '/x.zip: holds encrypted entries: not looked into, a for one',
    '/x.zip: holds entries of compression method 14: not looked into, c for one',
  ]);
});

test.each([
  ['7z', '377abcaf271c0004'],
  ['RAR', '526172211a0701003392b5e5'],
])('%s is told', async (kind, hex) => {
  const bytes = Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(600)]);
  const direct = await readNested(bytes, { path: '/x' });
  expect(direct).toMatchObject({
    isLookedInto: false,
    skips: [expect.stringContaining(`/x: not looked into: ${kind}`)],
  });
  const inner = await readNested(tarOf([{ path: 'y', content: bytes }]), { path: '/x' });
  expect(inner.skips).toEqual([expect.stringContaining(`/x!/y: not looked into: ${kind}`)]);
});

test.each([
  ['text', 'some text that is long enough to be anything'],
  ['nothing', ''],
  ['a short file', 'PK'],
  ['zeros', '\0'.repeat(1024)],
  ['a word like bzip2', 'BZh9 is a word'],
  ['zlib outside of git', '\x78\x9c\x03\x00\x00\x00\x00\x01'],
])('%s is no archive', async (_, text) => {
  expect(await readNested(Buffer.from(text, 'latin1'))).toMatchObject({ isLookedInto: false, skips: [] });
});
