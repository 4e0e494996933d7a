import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bytes } from '../../src/image/bytes.ts';
import { decompress } from '../../src/image/decompress.ts';
import { ImageError } from '../../src/image/image.ts';
import { fzstdBytes } from '../../src/image/zstd.ts';
import { skippableFrame, zstdFrame } from '../support/images/zstd.ts';

/** Node's own compressor, from 22.15 on: then its decoder is the one in use, and is held against ours. */
const own: unknown = Reflect.get(zlib, 'zstdCompressSync');
const compress = (content: Buffer): Buffer => (typeof own === 'function' ? own(content) : zstdFrame(content));

async function* inChunks(bytes: Buffer, size: number): Bytes {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What comes out, or that the data was refused. */
async function outcome(decoded: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of decoded) parts.push(Buffer.from(part));
  } catch (error) {
    if (error instanceof ImageError) return 'refused';
    throw error;
  }
  return Buffer.concat(parts).toString('base64');
}

async function bothWays(bytes: Buffer, size: number): Promise<[string, string]> {
  const fallback = fzstdBytes(bytes.subarray(0, size), inChunks(bytes.subarray(size), size), 'a');
  return [await outcome(decompress(inChunks(bytes, size), 'a')), await outcome(fallback)];
}

test('the decoder of this Node and the one that stands in for it read the same, and refuse the same', async () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 5000 }))
      .map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part))),
  );
  await fc.assert(
    fc.asyncProperty(
      content,
      fc.boolean(),
      fc.integer({ min: 20, max: 70_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (bytes, skips, size, share) => {
        const text = Buffer.from(bytes);
        const frame = Buffer.concat([
          compress(text),
          ...(skips ? [skippableFrame(text.subarray(0, 9))] : []),
          zstdFrame(text),
        ]);
        const whole = Buffer.concat([text, text]).toString('base64');
        expect(await bothWays(frame, size)).toEqual([whole, whole]);
        const cut = frame.subarray(0, Math.max(6, Math.floor(frame.length * share)));
        const [its, standIn] = await bothWays(cut, size);
        expect(its).toBe(standIn);
      },
    ),
    { numRuns: 60 },
  );
});
