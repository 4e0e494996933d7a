import { randomBytes } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder } from '../config/cache-folder.ts';
import { type Bytes, reasonOf } from './bytes.ts';
import { ImageError } from './image.ts';
import type { Limits } from './limits.ts';

/** A file that is gone when it is closed. */
export interface SpoolFile {
  path: string;
  close(): Promise<void>;
}

/**
 * Puts bytes that come but once into a private file of the cache folder, so that they can be read in any order and by
 * several threads. Throws ImageError where there is no room for them, or where they are too many.
 */
export function spool(source: Bytes, folder: string, limits: Limits, what: string): Promise<SpoolFile> {
  return spoolBy(
    async (path) => {
      const handle = await open(path, 'wx', 0o600);
      try {
        await writeAll(handle, source, limits, what);
      } finally {
        await handle.close();
      }
    },
    folder,
    what,
  );
}

/** The same of a file that `fill` makes at the path it is given. */
export async function spoolBy(
  fill: (path: string) => Promise<void>,
  folder: string,
  what: string,
): Promise<SpoolFile> {
  const path = join(folder, `spool-${process.pid}-${randomBytes(8).toString('hex')}`);
  try {
    privateFolder(folder);
    await fill(path);
    return await hold(path);
  } catch (error) {
    await unlink(path).catch(() => {});
    if (error instanceof ImageError) throw error;
    throw new ImageError(
      `${what}: cannot be kept while it is read: ${folder}: ${reasonOf(error)}; name another folder with BUILD_AUDIT_CACHE`,
    );
  }
}

/** On Linux an open file can do without a name: nothing is left behind, whatever becomes of us. */
async function hold(name: string): Promise<SpoolFile> {
  const handle = await open(name);
  const nameless = process.platform === 'linux' && (await isReachable(handle));
  if (nameless) await unlink(name);
  return {
    path: nameless ? pathOf(handle) : name,
    close: async () => {
      await handle.close();
      if (!nameless) await unlink(name).catch(() => {});
    },
  };
}

function pathOf({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`;
}

async function isReachable(handle: FileHandle): Promise<boolean> {
  const again = await open(pathOf(handle)).catch(() => undefined);
  await again?.close();
  return again !== undefined;
}

async function writeAll(
  handle: FileHandle,
  source: Bytes,
  { unpackedBytes }: Limits,
  what: string,
): Promise<void> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > unpackedBytes)
      throw new ImageError(`${what}: stopped after ${unpackedBytes} bytes (limit unpackedBytes)`);
    for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
  }
}
