import { deflateRawSync, deflateSync, gzipSync, inflateRawSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../../../src/image/limits.ts';
import { Inflater } from '../../../src/image/nested/inflater.ts';
import { PlainInflater } from '../../../src/image/nested/plain-inflater.ts';
import { layerEntry } from '../../../src/image/tar/layer-entry.ts';
import { TarReader } from '../../../src/image/tar/reader.ts';
import { paxEntry, tarOf, withChecksum } from '../../support/images/tar.ts';
import { skippableFrame, zstdFrame } from '../../support/images/zstd.ts';
import { arOf, cpioOf, packObject, packOf, rpmOf, zipOf } from '../../support/nested/archives.ts';
import { readNested } from '../../support/nested/read.ts';
import { ensure, type Target } from '../target.ts';

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
const TARS = [
  tarOf([
    { path: './etc/../a', content: 'A' },
    { path: 'empty' },
    { path: 'folder', type: 'Directory' },
    { path: 'l', type: 'SymbolicLink', link: '../../x' },
    { path: 'b', content: 'B'.repeat(700) },
  ]),
  tarOf([
    { path: `${'long/'.repeat(30)}é`, content: 'x', pax: { size: '1', 'SCHILY.xattr.security.x': 'y' } },
  ]),
  Buffer.concat([
    paxEntry({ comment: 'x', 'GNU.sparse.major': '1' }, 'g'),
    tarOf([{ path: 'a', content: 'x' }]),
  ]),
];
const [TAR = Buffer.alloc(0)] = TARS;
const NUMBERS = [
  '\x00\x00\x00\x00',
  '\xff\xff\xff\xff',
  '\x7f\xff\xff\xff',
  '\x00\x00\x00\x80',
  '\x01\x00',
  '\x80',
].map((text) => Buffer.from(text, 'latin1'));
/** Small enough that no input takes long. */
const LIMITS = { bytes: 8 * 2 ** 20, held: 2 ** 20, entries: 2000 };

/** A kind of file that is looked into: however it is cut, the same comes out. */
function nested(
  name: string,
  path: string,
  seeds: readonly Uint8Array[],
  more: Partial<Target> & Pick<Target, 'sources'>,
): Target {
  return {
    name,
    share: 0.25,
    // Eight MiB may be unpacked, three times.
    patience: 1000,
    seeds: () => seeds,
    tokens: NUMBERS,
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

/** Takes mistakes out of headers that would be seen at once. */
function withChecksums(input: Buffer): Buffer {
  const bytes = Buffer.from(input);
  for (let at = 0; at + 512 <= bytes.length; at += 512)
    if (bytes.toString('latin1', at + 257, at + 262) === 'ustar') withChecksum(bytes.subarray(at, at + 512));
  return bytes;
}

const TAR_TOKENS = [
  ...NUMBERS,
  '0000644\0',
  '00000000000\0',
  '77777777777\0',
  '\x80\0\0\0\0\0\0\0\0\0\0\x01',
  'ustar\x0000',
  'ustar  \0',
  '30 path=x\n',
  '11 size=9\n',
  '9 a=b\n',
  'GNU.sparse.map=0,1',
  'L',
  'x',
  'g',
  'S',
  '5',
  '../',
  '/',
  '.wh..wh..opq',
  Buffer.alloc(512),
];

const tarFormat: Target = {
  name: 'tar',
  share: 0.5,
  sources: ['src/image/tar/'],
  seeds: () => TARS,
  tokens: TAR_TOKENS,
  repair: withChecksums,
  run(input) {
    const read = (cut: number) => {
      const seen: string[] = [];
      const handler = {
        entry: (entry: Parameters<typeof layerEntry>[0], offset: number) => {
          ensure(Number.isSafeInteger(entry.size) && entry.size >= 0, 'a size that is none');
          const { path } = layerEntry(entry);
          ensure(path.startsWith('/') && !/(?:^|\/)\.\.?(?:\/|$)/.test(path), 'a path that is not normal');
          seen.push(`${path} ${offset} ${JSON.stringify(entry)}`);
          const at = seen.length - 1;
          return {
            write: (chunk: Uint8Array) => {
              seen[at] += Buffer.from(chunk).toString('latin1');
            },
            end: () => {},
          };
        },
        problem: (text: string) => void seen.push(text),
      };
      const reader = new TarReader(handler, { ...DEFAULT_LIMITS, tarHeaderBytes: 2048 });
      for (let at = 0; at < input.length; at += cut) reader.write(input.subarray(at, at + cut));
      reader.end();
      return JSON.stringify(seen);
    };
    const whole = read(2 ** 20);
    for (const cut of [1, 511, 513])
      ensure(read(cut) === whole, 'cut into other pieces, other entries come out');
  },
};

const inflate: Target = {
  name: 'inflate',
  share: 0.5,
  sources: [
    'src/image/nested/inflater.ts',
    'src/image/nested/plain-inflater.ts',
    'src/image/nested/bit-input.ts',
    'src/image/nested/inflate-room.ts',
    'src/image/nested/inflate-window.ts',
    'src/image/nested/deflate-tables.ts',
    'src/image/nested/huffman.ts',
  ],
  // A thousandfold of 16 KiB, by three inflaters.
  patience: 1500,
  seeds: () =>
    [TEXT, '', 'a'.repeat(70_000), Buffer.from(Array.from({ length: 600 }, (_, i) => (i * i) % 251))].flatMap(
      (data) =>
        [0, 1, 9].flatMap((level) => [0, 2, 4].map((strategy) => deflateRawSync(data, { level, strategy }))),
    ),
  tokens: [...NUMBERS, '\x03\x00', '\x01\x00\x00\xff\xff', '\x04', '\x05'],
  run(input) {
    const reference = inflateByZlib(input);
    for (const cut of [2 ** 20, 1, 997])
      for (const Kind of [Inflater, PlainInflater]) {
        const { text, end, damage } = inflateBy(Kind, input, cut);
        if (reference === 'open') continue;
        ensure(
          (damage === undefined) === (reference !== undefined),
          `zlib ${reference === undefined ? 'refuses' : 'takes'} what we ${damage === undefined ? 'take' : 'refuse'}`,
        );
        if (reference === undefined) continue;
        ensure(text.equals(reference.text), 'other bytes than those of zlib');
        ensure(end === reference.end, `ends at ${end}, that of zlib at ${reference.end}`);
      }
  },
};

/** Undefined where zlib refuses it; `open` where that is for a code with gaps, which says no less of what it does say. */
function inflateByZlib(input: Buffer): { text: Buffer; end: number } | 'open' | undefined {
  try {
    const { buffer, engine }: { buffer: Buffer; engine: { bytesWritten: number } } = Object(
      inflateRawSync(input, { info: true }),
    );
    return { text: buffer, end: engine.bytesWritten };
  } catch (error) {
    return /(?: set|missing end-of-block)$/.test(String(error)) ? 'open' : undefined;
  }
}

function inflateBy(Kind: typeof Inflater | typeof PlainInflater, packed: Buffer, cut: number) {
  const chunks: Buffer[] = [];
  const inflater = new Kind((chunk) => chunks.push(Buffer.from(chunk)));
  let end = 0;
  for (let at = 0; at < packed.length && !inflater.isDone; at += cut)
    end += inflater.take(packed.subarray(at, at + cut), false);
  if (!inflater.isDone) inflater.take(Buffer.alloc(0), true);
  return { text: Buffer.concat(chunks), end, damage: inflater.damage };
}

const HEADERS = [
  'PK\x03\x04',
  'PK\x07\x08',
  'PK\x05\x06',
  'PK\x01\x02',
  '!<arch>\n',
  '#1/20',
  '//',
  '`\n',
  '070701',
  '070702',
  'TRAILER!!!\0',
  '\x8e\xad\xe8\x01',
  '\x1f\x8b\x08\x00',
  '\x28\xb5\x2f\xfd',
  '\x50\x2a\x4d\x18',
  '\xfd7zXZ\0',
  'BZh91AY&SY',
  'ustar',
].map((text) => Buffer.from(text, 'latin1'));

/** What is packed in files. */
export const targets: readonly Target[] = [
  tarFormat,
  inflate,
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
      tokens: [...NUMBERS, ...HEADERS],
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
      tokens: [...NUMBERS, ...HEADERS, '\x00\x50', '\x60', '\x20', '\x04'],
    },
  ),
  nested('xz', '/x.xz', [XZ, Buffer.concat([XZ, XZ]), Buffer.concat([XZ, Buffer.alloc(8), XZ])], {
    share: 0.25,
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
    tokens: [...NUMBERS, '1AY&SY', '\x17rE8P\x90', 'BZh9'],
    patience: 3000,
  }),
  nested('lz4', '/x.lz4', [LZ4, Buffer.concat([LZ4, LZ4])], {
    share: 0.25,
    sources: ['src/image/nested/lz4.ts'],
    tokens: [...NUMBERS, '\x04\x22\x4d\x18', '\x60\x40'],
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
      tokens: [...NUMBERS, ...HEADERS],
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
      tokens: [...NUMBERS, ...HEADERS, '00000000', 'FFFFFFFF', '0000000A', '          '],
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
    tokens: [
      ...NUMBERS,
      'PACK\0\0\0\x02',
      deflateSync('tree 0'),
      deflateSync(''),
      '\x78\x9c',
      '\xb0',
      '\x60',
      '\x70',
    ],
  }),
  nested(
    'git-objects',
    `/srv/objects/ab/${'0'.repeat(38)}`,
    [deflateSync(`blob ${TEXT.length}\0${TEXT}`), deflateSync('commit 3\0abc'), deflateSync('tree 0\0')],
    { share: 0.25, sources: ['src/image/nested/git-object.ts'] },
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
