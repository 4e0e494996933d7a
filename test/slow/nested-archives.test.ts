import { createGzip, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, limitHint } from '../../src/config/limits.ts';
import { tarOf } from '../support/images/tar.ts';
import { ZSTD_HEADER, zstdBlock, zstdFrame } from '../support/images/zstd.ts';
import { arOf, cpioOf, packObject, packOf, rpmOf, zipEntry, zipOf } from '../support/nested/archives.ts';
import { type Found, readNested } from '../support/nested/read.ts';

const MIB = 2 ** 20;
const PACK = '/objects/pack/x.pack';
const text = 'some text, some more text\n'.repeat(60);
const bzip2 = Buffer.from(
  'QlpoOTFBWSZTWf9w33YAABHJgAAQAAICTYQAIAAiv9UjBCDJiMYpakrYhDWvi7kinChIf7hvuwA=',
  'base64',
);
const xz = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAjABNdADobyak/JVoVu7yG6ChmlCJsAAAAAFgWtM/cT+VeAAEvJJdpmQ4ftvN9AQAAAAAEWVo=',
  'base64',
);
const zip = zipOf([
  { name: 'a', content: text, isDeflated: true, hasDescriptor: true },
  { name: 'b.zip', content: zipOf([{ name: 'c', content: text }]), hasDescriptor: true },
  { name: 'd', content: bzip2, method: 12 },
  { name: 'e', content: zstdFrame(Buffer.from(text)), method: 93 },
]);

const SAMPLES: Record<string, Buffer> = {
  zip,
  gzip: gzipSync(text),
  'tar in gzip': gzipSync(
    tarOf([
      { path: 'a', content: text },
      { path: 'b.zip', content: zip },
    ]),
  ),
  zstd: zstdFrame(Buffer.from(text)),
  bzip2,
  xz,
  ar: arOf({ a: text, 'b.gz': gzipSync(text), 'c-is-a-long-name.xz': xz }),
  cpio: Buffer.concat([cpioOf({ a: text, b: zip }), Buffer.alloc(8), gzipSync(cpioOf({ c: text }))]),
  rpm: rpmOf(gzipSync(cpioOf({ a: text }))),
  pack: packOf([
    packObject(3, Buffer.from(text)),
    packObject(6, Buffer.from([156, 12, 3, 0xb0, 3, 0]), Buffer.from([40])),
    packObject(1, Buffer.from('commit')),
  ]),
};

const read = (bytes: Buffer, cuts?: readonly number[]): Promise<Found> =>
  readNested(bytes, { path: PACK, ...(cuts ? { cuts } : {}), limits: { nestedBytes: 64 * MIB } });

test.each(Object.entries(SAMPLES))('%s: the same, however it is cut', async (_, bytes) => {
  const whole = await read(bytes);
  const check = async (cuts: number[]) => {
    expect(await read(bytes, cuts)).toEqual(whole);
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }), check),
    { numRuns: 30 },
  );
});

test.each(Object.entries(SAMPLES))(
  '%s: damage never throws, and what comes is told or whole',
  async (_, bytes) => {
    const change = fc.record({
      at: fc.integer({ min: 0, max: bytes.length - 1 }),
      value: fc.integer({ min: 0, max: 255 }),
    });
    const check = async (changes: { at: number; value: number }[], size: number) => {
      const damaged = Buffer.from(bytes.subarray(0, size));
      for (const { at, value } of changes) if (at < size) damaged[at] = value;
      const found = await read(damaged);
      expect(found.bytes).toBeLessThanOrEqual(64 * MIB);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 4 }), fc.integer({ min: 0, max: bytes.length }), check),
      { numRuns: 150 },
    );
  },
);

test.each(['zip', 'gzip', 'tar in gzip', 'ar', 'cpio', 'rpm'])(
  '%s cut short after some output: told',
  async (name) => {
    const bytes = SAMPLES[name] ?? Buffer.alloc(0);
    const whole = await read(bytes);
    for (let size = 20; size < bytes.length - 30; size += 13) {
      const found = await read(bytes.subarray(0, size));
      const isLess = JSON.stringify(found.files) !== JSON.stringify(whole.files);
      if (found.bytes > 0 && isLess) expect(found.skips, `cut at ${size}`).not.toEqual([]);
    }
  },
);

test('what only begins like an archive is passed over in silence', async () => {
  const noise = Buffer.from(Array.from({ length: 2000 }, (_, at) => (at * 151) % 251));
  for (const magic of [
    '1f8b0800000000000003',
    '504b030414000000',
    'fd377a585a000004',
    '28b52ffd0058',
    '303730373031',
  ]) {
    expect(await readNested(Buffer.concat([Buffer.from(magic, 'hex'), noise]))).toMatchObject({
      bytes: 0,
      skips: [],
    });
  }
});

/** Zeros, packed by streaming: they are never held. */
async function gzipOfZeros(size: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (let at = 0; at < size; at += MIB) {
    if (!gzip.write(Buffer.alloc(MIB))) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await new Promise((resolve) => gzip.once('end', resolve));
  return Buffer.concat(chunks);
}

const BOMBS: [string, () => Promise<Buffer>, string][] = [
  ['gzip', () => gzipOfZeros(200 * MIB), 'limit nested-bytes'],
  ['gzip in gzip', async () => gzipSync(await gzipOfZeros(400 * MIB)), 'limit nested-ratio'],
  [
    'zip of zips',
    async () => {
      const leaf = zipOf([{ name: 'z', content: Buffer.alloc(8 * MIB), isDeflated: true }]);
      const files = Array.from({ length: 16 }, (_, at) => ({
        name: `${at}.zip`,
        content: leaf,
        isDeflated: true,
      }));
      const inner = zipOf(files);
      return zipOf(files.map(({ name }) => ({ name, content: inner, isDeflated: true })));
    },
    'limit nested-ratio',
  ],
  [
    'zstd of runs',
    async () => {
      const blocks = Array.from({ length: 4000 }, () => zstdBlock(Buffer.alloc(MIB / 8), false));
      return Buffer.concat([ZSTD_HEADER, ...blocks, zstdBlock(Buffer.alloc(0), true)]);
    },
    'limit nested-ratio',
  ],
  [
    'a million empty entries',
    async () => {
      const entry = zipEntry({ name: 'e' });
      const bytes = Buffer.alloc(entry.length * 1_000_000);
      for (let at = 0; at < bytes.length; at += entry.length) entry.copy(bytes, at);
      return bytes;
    },
    'limit nested-entries',
  ],
];

test.each(BOMBS)('a bomb is stopped: %s', async (_, make, limit) => {
  const bytes = await make();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const { skips, bytes: unpacked } = await readNested(bytes, {
    isCountOnly: true,
    limits: { nestedBytes: 128 * MIB, nestedEntries: 100_000 },
  });
  expect(skips).toEqual([expect.stringContaining(limit)]);
  expect(unpacked).toBeLessThan(130 * MIB);
  expect(performance.now() - start).toBeLessThan(8000);
  expect((process.memoryUsage.rss() - before) / MIB).toBeLessThan(150);
});

test.each([1, 2, 3, 4, 5, 9])('too many inner files, at whatever depth: %s', async (entries) => {
  const bytes = gzipSync(
    zipOf([
      { name: 'a.gz', content: gzipSync(gzipSync('x')) },
      { name: 'b.xz', content: xz },
    ]),
  );
  const { skips } = await readNested(bytes, { path: '/x', limits: { nestedEntries: entries } });
  const told = [`/x: stopped after ${entries} inner files ${limitHint('nestedEntries')}`];
  expect(skips).toEqual(entries < 6 ? told : []);
});

test('archives deeper than the limit are told', async () => {
  let bytes = gzipSync(text);
  for (let depth = 0; depth < 7; depth++) bytes = gzipSync(bytes, { level: 0 });
  const { skips } = await readNested(bytes, { path: '/x' });
  expect(skips).toEqual([
    `/x!/x!/x!/x!/x!/x: not looked into: inside 5 other archives ${limitHint('nestedDepth')}`,
  ]);
});

test('many troubles are told once each, then counted', async () => {
  const bad = { content: Buffer.concat([gzipSync(text).subarray(0, 30)]) };
  const files = Array.from({ length: 50 }, (_, at) => ({ name: `${at}.gz`, ...bad }));
  const { skips } = await readNested(zipOf(files), { path: '/x' });
  expect(skips).toHaveLength(21);
  expect(skips.at(-1)).toBe('/x: 30 more places inside could not be read');
});

test('what a visitor throws comes through', async () => {
  const { nestedSink } = await import('../../src/image/nested/nested.ts');
  const file = () => {
    throw new TypeError('mine');
  };
  const visitor = { file, skip: () => {}, later: () => {} };
  const sink = nestedSink(zip, '/x', zip.length, visitor, { limits: DEFAULT_LIMITS });
  expect(() => sink?.write(zip)).toThrow('mine');
});
