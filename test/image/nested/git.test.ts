import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { limitHint } from '../../../src/config/limits.ts';
import { packObject, packOf } from '../../support/nested/archives.ts';
import { readNested } from '../../support/nested/read.ts';

const PACK = `/srv/objects/pack/pack-${'0'.repeat(40)}.pack`;
const BLOB = 3;
const OFS_DELTA = 6;
const REF_DELTA = 7;

const idOf = (type: string, content: string) =>
  createHash('sha1')
    .update(`${type} ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex');

/** A delta that copies `base` whole and appends to it. */
function appending(base: string, text: string): Buffer {
  const sizes = [...varint(base.length), ...varint(base.length + text.length)];
  const copy = [0x80 | 0x10 | 0x20, base.length & 0xff, base.length >> 8];
  return Buffer.concat([Buffer.from([...sizes, ...copy, text.length]), Buffer.from(text)]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

/** How far back a base is, as an OFS_DELTA says it. */
function distance(value: number): Buffer {
  const bytes = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (--rest & 127));
  return Buffer.from(bytes);
}

/** A chain of `length` deltas, each against the one before. */
function chain(length: number): { pack: Buffer; texts: string[] } {
  const texts = ['start '];
  const objects = [packObject(BLOB, Buffer.from('start '))];
  for (let step = 1; step <= length; step++) {
    const base = texts.at(-1) ?? '';
    const before = distance(objects.at(-1)?.length ?? 0);
    objects.push(packObject(OFS_DELTA, appending(base, 'x'), before));
    texts.push(`${base}x`);
  }
  return { pack: packOf(objects), texts };
}

test.each(['blob', 'commit', 'tag'])('a loose %s', async (type) => {
  const path = `/app/.git/objects/ab/${'c'.repeat(38)}`;
  const text = 'token\n'.repeat(20_000);
  const { files, skips } = await readNested(deflateSync(`${type} ${text.length}\0${text}`), {
    path,
    cuts: [50],
  });
  expect(files).toEqual({ [`${path}!/ab${'c'.repeat(38)}`]: text });
  expect(skips).toEqual([]);
});

test('a loose tree holds no text', async () => {
  const path = `/app/.git/objects/ab/${'c'.repeat(38)}`;
  const { files, skips } = await readNested(deflateSync('tree 9\x00100644 a\0'), { path });
  expect({ files, skips }).toEqual({ files: {}, skips: [] });
});

test('deltas by offset and by id, in any order', async () => {
  const base = 'base text ';
  const pack = packOf([
    packObject(REF_DELTA, appending(`${base}one`, ' two'), Buffer.from(idOf('blob', `${base}one`), 'hex')),
    packObject(REF_DELTA, appending(base, 'one'), Buffer.from(idOf('blob', base), 'hex')),
    packObject(BLOB, Buffer.from(base)),
    packObject(1, Buffer.from('a commit')),
    packObject(2, Buffer.from('a tree')),
  ]);
  for (const cuts of [[2 ** 20], [1]]) {
    const { files, skips } = await readNested(pack, { path: PACK, cuts });
    expect(Object.keys(files).sort()).toEqual(
      [
        idOf('blob', base),
        idOf('blob', `${base}one`),
        idOf('blob', `${base}one two`),
        idOf('commit', 'a commit'),
      ]
        .map((id) => `${PACK}!/${id}`)
        .sort(),
    );
    expect(skips).toEqual([]);
  }
});

test('a long chain does not recurse, and is resolved with little memory', async () => {
  const { pack, texts } = chain(4000);
  const limits = { nestedHeldBytes: pack.length + 1000 };
  const { files, skips } = await readNested(pack, { path: PACK, limits });
  expect(new Set(Object.values(files))).toEqual(new Set(texts));
  expect(skips).toEqual([]);
});

test('many deltas against one base, and bases that have to be made anew', async () => {
  const root = packObject(BLOB, Buffer.alloc(40_000, 'b'));
  const nodes = [{ text: 'b'.repeat(40_000), offset: 12 }];
  const objects = [root];
  let offset = 12 + root.length;
  for (let step = 1; step < 40; step++) {
    const parent = nodes[(step - 1) >> 1] ?? { text: '', offset: 0 };
    const object = packObject(
      OFS_DELTA,
      appending(parent.text, `${step} `),
      distance(offset - parent.offset),
    );
    nodes.push({ text: `${parent.text}${step} `, offset });
    objects.push(object);
    offset += object.length;
  }
  const { skips, files } = await readNested(packOf(objects), {
    path: PACK,
    limits: { nestedHeldBytes: 50_000 },
  });
  expect(new Set(Object.values(files))).toEqual(new Set(nodes.map(({ text }) => text)));
  expect(skips).toEqual([]);
});

test('what is not there or damaged is told', async () => {
  const missing = packOf([
    packObject(REF_DELTA, appending('x', 'y'), Buffer.alloc(20, 7)),
    packObject(BLOB, Buffer.from('z')),
  ]);
  expect(await readNested(missing, { path: PACK })).toMatchObject({
    bytes: 1,
    skips: [`${PACK}: 1 deltas were not read: their bases are damaged or not there`],
  });
  const cut = packOf([packObject(BLOB, Buffer.from('first')), packObject(BLOB, Buffer.alloc(5000, 'abc'))]);
  const found = await readNested(cut.subarray(0, 40), { path: PACK });
  expect(Object.values(found.files)).toEqual(['first']);
  expect(found.skips).toHaveLength(1);
});

test('deltas that make too much are stopped', async () => {
  const { pack } = chain(2000);
  const { skips, bytes } = await readNested(pack, { path: PACK, limits: { nestedBytes: 100_000 } });
  expect(bytes).toBeLessThan(110_000);
  expect(skips).toEqual([`${PACK}: stopped after 100000 bytes made of deltas ${limitHint('nestedBytes')}`]);
});

test('a pack above what may be held is told', async () => {
  const { pack } = chain(100);
  const { skips, isLookedInto } = await readNested(pack, { path: PACK, limits: { nestedHeldBytes: 1000 } });
  expect({ skips, isLookedInto }).toEqual({
    skips: [
      `${PACK}: not looked into: git-pack data of more than 1000 bytes ${limitHint('nestedHeldBytes')}`,
    ],
    isLookedInto: false,
  });
});
