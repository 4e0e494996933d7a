import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Bytes } from './bytes.ts';
import { ImageError } from './image.ts';
import { fzstdBytes } from './zstd.ts';
import { ZstdWatch } from './zstd-frames.ts';

/** `bytesWritten` counts what it has taken of its input. */
type Engine = Transform & { readonly bytesWritten: number };

type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** Magic bytes of the zlib, Zstandard (with skippable frames), bzip2 and xz formats. */
export function sniff(head: Uint8Array): Compression {
  const [a = 0, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0x42 && b === 0x5a && c === 0x68) return 'bzip2';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) return 'xz';
  return 'none';
}

/**
 * The bytes of `source`, decompressed by what their first bytes say. Reads `source` to its very end.
 * Throws ImageError where they are damaged, or where anything but zeros follows the compressed data.
 */
export async function* decompress(source: Bytes, what: string): Bytes {
  try {
    let rest = await peek(source, Buffer.alloc(0));
    for (let first = true; first || rest.length > 0; first = false) {
      const kind = sniff(rest);
      if (!first && kind === 'none') return await passPadding(rest, source, what);
      rest = await peek(source, yield* member(kind, rest, source, what));
    }
  } finally {
    await source.return();
  }
}

/** One compressed stream; returns the bytes already taken from `source` that are not part of it. */
async function* member(
  kind: Compression,
  head: Buffer,
  source: Bytes,
  what: string,
): AsyncGenerator<Buffer, Buffer, void> {
  switch (kind) {
    case 'gzip':
      return yield* engineBytes(zlib.createGunzip({ chunkSize: 2 ** 20 }), kind, head, source, what);
    case 'zstd':
      return yield* zstdBytes(head, source, what);
    case 'none':
      if (head.length > 0) yield head;
      yield* source;
      return Buffer.alloc(0);
    default:
      throw new ImageError(`${what}: ${kind} compression is not supported; recompress it with gzip or zstd`);
  }
}

async function* zstdBytes(head: Buffer, source: Bytes, what: string): AsyncGenerator<Buffer, Buffer, void> {
  const native = (zlib as { createZstdDecompress?: typeof zlib.createGunzip }).createZstdDecompress;
  if (!native) return yield* fzstdBytes(head, source, what);
  const watch = new ZstdWatch(what);
  const watched = watchedBytes(source, watch);
  watch.add(head);
  const rest = yield* engineBytes(native({ chunkSize: 2 ** 20 }), 'zstd', head, watched, what);
  if (rest.length === 0) watch.end();
  return rest;
}

async function* watchedBytes(source: Bytes, watch: ZstdWatch): Bytes {
  for (let next = await source.next(); !next.done; next = await source.next()) {
    watch.add(next.value);
    yield next.value;
  }
}

/**
 * Feeds one chunk at a time, so that it is known which bytes the engine left when it ended before its input did:
 * Node's zstd stops at the end of a frame, its gzip at the first byte that starts no further member.
 */
async function* engineBytes(
  engine: Engine,
  kind: Compression,
  head: Buffer,
  source: Bytes,
  what: string,
): AsyncGenerator<Buffer, Buffer, void> {
  const feed: Feed = { chunk: head, before: 0 };
  const feeding = feedAll(engine, feed, source);
  try {
    for await (const chunk of engine) yield chunk as Buffer;
  } catch (error) {
    // What its source throws is not the engine's.
    if (error instanceof ImageError || error === feed.broken) throw error;
    throw new ImageError(`${what}: ${kind} data is damaged or cut short: ${(error as Error).message}`);
  } finally {
    engine.destroy();
    await feeding;
  }
  return feed.chunk.subarray(Math.max(0, engine.bytesWritten - feed.before));
}

/** What an engine is given. */
interface Feed {
  chunk: Buffer;
  /** How many bytes before that. */
  before: number;
  /** What the source threw. */
  broken?: Error;
}

async function feedAll(engine: Engine, feed: Feed, source: Bytes): Promise<void> {
  // A destroyed engine may never call back: its closing ends the wait.
  const closed = new Promise<boolean>((resolve) => engine.once('close', () => resolve(false)));
  try {
    for (;;) {
      const { chunk } = feed;
      const written = new Promise<boolean>((resolve) => engine.write(chunk, (error) => resolve(!error)));
      if (!(await Promise.race([written, closed]))) return;
      if (engine.bytesWritten < feed.before + chunk.length) return;
      feed.before += chunk.length;
      feed.chunk = Buffer.alloc(0);
      const next = await source.next();
      if (next.done) break;
      feed.chunk = next.value;
    }
    engine.end();
  } catch (error) {
    feed.broken = error instanceof Error ? error : new Error('aborted', { cause: error });
    engine.destroy(feed.broken);
  }
}

/** Enough bytes to know a format by, unless the source ends first. */
async function peek(source: Bytes, head: Buffer): Promise<Buffer> {
  let bytes = head;
  while (bytes.length < 6) {
    bytes = Buffer.from(bytes);
    const next = await source.next();
    if (next.done) break;
    bytes = bytes.length === 0 ? next.value : Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

/** Zeros may follow, as gzip(1) lets them; anything else would go unread. */
async function passPadding(rest: Buffer, source: Bytes, what: string): Promise<void> {
  let size = rest.length;
  let isPadding = rest.every((byte) => byte === 0);
  for await (const chunk of source) {
    size += chunk.length;
    isPadding &&= chunk.every((byte) => byte === 0);
  }
  if (!isPadding)
    throw new ImageError(`${what}: ${size} bytes after the end of the compressed data were not read`);
}
