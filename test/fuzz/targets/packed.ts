import { deflateSync, gzipSync } from 'node:zlib';
import { skippableFrame, zstdFrame } from '../../support/images/zstd.ts';
import { arOf, cpioOf, packObject, packOf, rpmOf, zipOf } from '../../support/nested/archives.ts';
import { readNested } from '../../support/nested/read.ts';
import { ensure, type Target } from '../target.ts';
import { TARS } from './streams.ts';

const TEXT = 'token=hello\n'.repeat(3);
/** TEXT by bzip2 and xz, and long runs by bzip2. */
const BZIP2 = [
  'QlpoOTFBWSZTWf9w33YAABHJgAAQAAICTYQAIAAiv9UjBCDJiMYpakrYhDWvi7kinChIf7hvuwA=',
  'QlpoOTFBWSZTWaNx9+wAAMRRAICABAAGAQAIIAAwwAKVGmmiFnSojfbghfF3JFOFCQo3H37A',
].map((text) => Buffer.from(text, 'base64'));
const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAjABNdADobyak/JVoVu7yG6ChmlCJsAAAAAFgWtM/cT+VeAAEvJJdpmQ4ftvN9AQAAAAAEWVo=',
  'base64',
);
/** A frame of one stored block and one of a literal and a match. */
const LZ4 = Buffer.from(
  '04224d18604073050000806162636465' + '08000000' + '4361626364040050' + '6566676869' + '00000000',
  'hex',
);
const [TAR = Buffer.alloc(0)] = TARS;

/** Small enough that no input takes long. */
const LIMITS = { nestedBytes: 8 * 2 ** 20, nestedHeldBytes: 2 ** 20, nestedEntries: 2000 };

/** A kind of file that is looked into: however it is cut, the same comes out. */
function nested(
  name: string,
  path: string,
  seeds: readonly Uint8Array[],
  more: Partial<Target> & Pick<Target, 'sources'>,
): Target {
  return {
    name,
    // Eight MiB may be unpacked, three times.
    patience: 1000,
    seeds: () => seeds,

    async run(input) {
      const whole = await readNested(input, { path, limits: LIMITS });
      for (const inner of Object.keys(whole.files))
        ensure(
          inner.startsWith(`${path}!/`) && !/(?:^|\/)\.\.(?:\/|$)/.test(inner.slice(path.length)),
          'an inner path leads elsewhere',
        );
      for (const cuts of [[1, 7, 512], [3000]]) {
        const cut = await readNested(input, { path, limits: LIMITS, cuts });
        ensure(
          JSON.stringify(cut.files) === JSON.stringify(whole.files),
          'cut into other pieces, other files come out',
        );
        ensure(
          JSON.stringify(cut.skips) === JSON.stringify(whole.skips),
          'cut into other pieces, it is told otherwise',
        );
      }
    },
    ...more,
  };
}

/** What is packed in files. */
export const targets: readonly Target[] = [
  nested(
    'gzip',
    '/x.tgz',
    [gzipSync(TEXT), Buffer.concat([gzipSync('one '), gzipSync(TAR)]), gzipSync(gzipSync(TEXT))],
    {
      sources: [
        'src/image/nested/gzip.ts',
        'src/image/nested/tar.ts',
        'src/image/nested/walker.ts',
        'src/image/nested/outlet.ts',
      ],
    },
  ),
  nested(
    'zstd',
    '/x.zst',
    [
      zstdFrame(Buffer.from(TEXT)),
      Buffer.concat([skippableFrame(Buffer.from('x')), zstdFrame(Buffer.alloc(400))]),
      zstdFrame(TAR),
    ],
    {
      sources: ['src/image/nested/zstd.ts', 'src/image/zstd-frames.ts'],
    },
  ),
  nested('xz', '/x.xz', [XZ, Buffer.concat([XZ, XZ]), Buffer.concat([XZ, Buffer.alloc(8), XZ])], {
    sources: ['src/image/nested/xz.ts'],
  }),
  nested('bzip2', '/x.bz2', [...BZIP2, Buffer.concat(BZIP2)], {
    sources: [
      'src/image/nested/bzip2.ts',
      'src/image/nested/bzip2-bits.ts',
      'src/image/nested/bzip2-block.ts',
      'src/image/nested/bzip2-codes.ts',
      'src/image/nested/huffman.ts',
    ],

    patience: 3000,
  }),
  nested('lz4', '/x.lz4', [LZ4, Buffer.concat([LZ4, LZ4])], {
    sources: ['src/image/nested/lz4.ts'],
  }),
  nested(
    'zip',
    '/x.jar',
    [
      zipOf([
        { name: 'a', content: TEXT },
        { name: 'd/', content: '' },
        { name: 'b', content: TEXT, isDeflated: true },
      ]),
      zipOf([
        { name: 'a', content: TEXT, isDeflated: true, hasDescriptor: true },
        { name: 'z', content: 'x', isZip64: true },
      ]),
      zipOf([
        { name: 'a', content: `PK\x07\x08${TEXT}`, hasDescriptor: true },
        { name: 'b', content: 'B', isEncrypted: true },
      ]),
      zipOf([
        { name: 'a', content: BZIP2[0] ?? '', method: 12 },
        { name: '../b', content: zstdFrame(Buffer.from('B')), method: 93 },
      ]),
      Buffer.concat([
        Buffer.from(`#!/bin/bash\n${'# more\n'.repeat(90)}`),
        zipOf([{ name: 'a', content: TEXT }]),
      ]),
      zipOf([
        {
          name: 'lib.jar',
          content: zipOf([{ name: 'i', content: TEXT, isDeflated: true }]),
          isDeflated: true,
        },
      ]),
    ],
    {
      // It may hold bzip2.
      patience: 3000,
      sources: [
        'src/image/nested/zip.ts',
        'src/image/nested/zip-header.ts',
        'src/image/nested/zip-search.ts',
        'src/image/nested/zip-stored.ts',
        'src/image/nested/walker.ts',
      ],
    },
  ),
  nested(
    'packages',
    '/x.deb',
    [
      arOf({ 'a/': 'A', 'o.o/': '\x7fELF', b: 'BB' }),
      arOf({ '/': 'symbols', '//': 'first-long-name.txt/\nsecond-long-name.txt/\n', '/21': 'A' }),
      arOf({ 'a-name-of-17-char': 'A', 'data.tar.gz': gzipSync(TAR) }),
      cpioOf({ a: 'A', 'b/c': TEXT }),
      Buffer.concat([
        cpioOf({ a: 'A' }),
        Buffer.alloc(512),
        cpioOf({ b: 'B' }),
        gzipSync(cpioOf({ c: TEXT })),
      ]),
      rpmOf(gzipSync(cpioOf({ './etc/a': 'A' }))),
      rpmOf(zstdFrame(cpioOf({ a: TEXT }))),
    ],
    {
      sources: [
        'src/image/nested/ar.ts',
        'src/image/nested/cpio.ts',
        'src/image/nested/rpm.ts',
        'src/image/nested/walker.ts',
      ],
    },
  ),
  nested('git-packs', `/srv/objects/pack/pack-${'0'.repeat(40)}.pack`, gitPacks(), {
    sources: [
      'src/image/nested/git-pack.ts',
      'src/image/nested/git-pack-reader.ts',
      'src/image/nested/git-pack-resolver.ts',
      'src/image/nested/git-pack-index.ts',
      'src/image/nested/git-delta.ts',
    ],
  }),
  nested(
    'git-objects',
    `/srv/objects/ab/${'0'.repeat(38)}`,
    [deflateSync(`blob ${TEXT.length}\0${TEXT}`), deflateSync('commit 3\0abc'), deflateSync('tree 0\0')],
    { sources: ['src/image/nested/git-object.ts'] },
  ),
];

function gitPacks(): Buffer[] {
  const blob = Buffer.from('hello hello hello\n');
  const base = packObject(3, blob);
  const delta = Buffer.from([blob.length, blob.length + 3, 0x90, blob.length, 3, 0x61, 0x62, 0x63]);
  return [
    packOf([base, packObject(1, Buffer.from('tree 0\nauthor a\n'))]),
    packOf([base, packObject(6, delta, Buffer.from([base.length]))]),
    packOf([packObject(7, delta, Buffer.alloc(20, 1)), base]),
    packOf([
      base,
      packObject(6, delta, Buffer.from([base.length])),
      packObject(6, delta, Buffer.from([0x7f])),
    ]),
  ];
}
