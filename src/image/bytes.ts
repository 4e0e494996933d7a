import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Limits, limitHint } from '../config/limits.ts';
import { ImageError } from './image.ts';

/** Chunks of bytes, each only lent until the next one is asked for: copy what has to outlive that. */
export type Bytes = AsyncGenerator<Buffer, void, void>;

const CHUNK = 2 ** 20;

/**
 * `length` bytes of an open file from `start`; the next chunk is read while the reader works on one. Throws
 * ImageError where the file ends before or cannot be read.
 */
export async function* readRange(file: FileHandle, start: number, length: number, what: string): Bytes {
  const end = start + length;
  let position = start;
  // New ones for each chunk would keep the garbage collector busy for a tenth of a scan.
  const room = Math.min(CHUNK, length);
  let [ready, spare] = [Buffer.allocUnsafeSlow(room), Buffer.allocUnsafeSlow(room)];
  let next = readChunk(file, ready, position, end, what);
  try {
    while (position < end) {
      const chunk = await next;
      if (chunk.length === 0) {
        throw new ImageError(`${what}: the file ends ${end - position} bytes early; fetch or save it again`);
      }
      position += chunk.length;
      [ready, spare] = [spare, ready];
      next = readChunk(file, ready, position, end, what);
      yield chunk;
    }
  } finally {
    // The file may be closed once this generator is done: no read may be on its way.
    await next.catch(() => {});
  }
}

/** As readRange, of a file by its path: it is open while it is read. */
export async function* readFileRange(path: string, start: number, length: number, what: string): Bytes {
  const file = await open(path).catch((error: unknown) => {
    throw new ImageError(`${path}: cannot be opened: ${reasonOf(error)}`);
  });
  try {
    yield* readRange(file, start, length, what);
  } finally {
    await file.close();
  }
}

function readChunk(
  file: FileHandle,
  into: Buffer,
  position: number,
  end: number,
  what: string,
): Promise<Buffer> {
  const buffer = into.subarray(0, Math.max(0, end - position));
  if (buffer.length === 0) return Promise.resolve(buffer);
  const chunk = readAt(file, buffer, position, what).then((got) => buffer.subarray(0, got));
  // It may fail before anyone waits for it.
  chunk.catch(() => {});
  return chunk;
}

/** Reads once at `position`; an error of the system becomes an ImageError. */
export async function readAt(
  file: FileHandle,
  into: Buffer,
  position: number,
  what: string,
): Promise<number> {
  try {
    return (await file.read(into, 0, into.length, position)).bytesRead;
  } catch (error) {
    throw new ImageError(`${what}: cannot be read: ${reasonOf(error)}`);
  }
}

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return message;
}

/** Everything of a stream, or nothing where it holds more than `limit` bytes. */
export async function collect(source: Bytes, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

/** Stops a decompression bomb: throws ImageError where `unpacked` bytes from `packed` ones are too many. */
export function checkUnpacked(packed: number, unpacked: number, limits: Limits, what: string): void {
  if (unpacked > limits.unpackedBytes) {
    throw new ImageError(
      `${what}: stopped after ${unpacked} decompressed bytes ${limitHint('unpackedBytes')}`,
    );
  }
  if (unpacked > limits.unpackedRatioFloor && unpacked > packed * limits.unpackedRatio) {
    throw new ImageError(
      `${what}: stopped after ${unpacked} bytes from ${packed} compressed ones ${limitHint('unpackedRatio')}: a decompression bomb?`,
    );
  }
}

/** Stands for the bytes of a file for as long as nobody writes to it: its place on the disk, its size and its times. */
export function addressOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `file:${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}
