import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { expect, test } from 'vitest';
import { openImage } from '../../src/image/open.ts';
import { hexOf, type TestCompression } from '../support/images/image.ts';
import { padded, tarEntry, tarHeader } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';
import { ZSTD_HEADER, zstdBlock } from '../support/images/zstd.ts';

const MIB = 2 ** 20;
/** fzstd, which decodes before Node 22.15, is slow. */
const SIZES = { none: 600 * MIB, gzip: 600 * MIB, zstd: 200 * MIB };
const BLOCK = MIB / 8;

/** A layer of one file of zeros, written as it is made. Returns its diffID. */
async function writeLayer(path: string, compression: TestCompression): Promise<string> {
  const file = createWriteStream(path);
  const packed = { none: () => new PassThrough(), gzip: () => createGzip({ level: 1 }), zstd: rawZstd }[
    compression
  ]();
  packed.pipe(file);
  const hash = createHash('sha256');
  const write = async (chunk: Buffer) => {
    hash.update(chunk);
    if (!packed.write(chunk)) await once(packed, 'drain');
  };
  await write(tarHeader({ path: 'zeros', size: SIZES[compression] }));
  for (let at = 0; at < SIZES[compression]; at += BLOCK) await write(Buffer.alloc(BLOCK));
  await write(Buffer.alloc(1024));
  packed.end();
  await once(file, 'close');
  return `sha256:${hash.digest('hex')}`;
}

/** A zstd frame of one block a chunk: no more than 128 KiB each. */
function rawZstd(): Transform {
  const stream = new Transform({
    transform: (chunk: Buffer, _, done) => done(null, zstdBlock(chunk, false)),
    flush: (done) => done(null, zstdBlock(Buffer.alloc(0), true)),
  });
  stream.push(ZSTD_HEADER);
  return stream;
}

/** A docker-archive around a layer of such a size: the layer's bytes are appended, never held. */
async function writeImage(folder: string, compression: TestCompression): Promise<string> {
  const layer = `${folder}/layer`;
  const diffId = await writeLayer(layer, compression);
  const config = Buffer.from(JSON.stringify({ config: {}, rootfs: { diff_ids: [diffId] }, history: [{}] }));
  const name = `${hexOf(config)}.json`;
  const manifest = JSON.stringify([{ Config: name, Layers: ['l/layer.tar'], RepoTags: ['big:1'] }]);
  const target = await open(`${folder}/image.tar`, 'w');
  const source = await open(layer);
  const { size } = await source.stat();
  await target.write(tarEntry({ path: name, content: config }));
  await target.write(tarEntry({ path: 'manifest.json', content: manifest }));
  await target.write(tarHeader({ path: 'l/layer.tar', size }));
  for await (const chunk of source.createReadStream({ highWaterMark: MIB })) await target.write(chunk);
  await target.write(padded(Buffer.alloc(size % 512)).subarray(size % 512));
  await target.write(Buffer.alloc(1024));
  await target.close();
  return `${folder}/image.tar`;
}

test.each(['none', 'gzip', 'zstd'] as const)(
  'a large layer, compression %s, takes less than 150 MB',
  async (kind) => {
    const source = await openImage(await writeImage(await tempFolder(), kind));
    const before = process.memoryUsage.rss();
    let [bytes, highest] = [0, before];
    const write = (chunk: Uint8Array) => {
      bytes += chunk.length;
      highest = Math.max(highest, process.memoryUsage.rss());
    };
    for await (const image of source.images()) {
      for (const layer of image.layers) await layer.entries({ entry: () => ({ write, end: () => {} }) });
    }
    expect(source.skipped).toEqual([]);
    expect(bytes).toBe(SIZES[kind]);
    expect((highest - before) / MIB).toBeLessThan(150);
    await source.close();
  },
  120_000,
);
