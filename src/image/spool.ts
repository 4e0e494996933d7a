import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder } from '../config/cache-folder.ts';
import { type Limits, limitHint } from '../config/limits.ts';
import { abortable } from './abort.ts';
import { type Bytes, reasonOf } from './bytes.ts';
import { ImageError } from './image.ts';

/** Where and for whom something is kept while it is read. */
export interface Spooling {
  folder: string;
  /** For the reader. */
  what: string;
  /** Ends the writing, and rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** A file that is gone when it is closed. */
export interface SpoolFile {
  path: string;
  close(): Promise<void>;
}

/**
 * Puts bytes that come but once into a private file of the cache folder, so that they can be read in any order and by
 * several threads. Throws ImageError where there is no room for them, or where they are too many.
 */
export function spool(source: Bytes, limits: Limits, spooling: Spooling): Promise<SpoolFile> {
  return inFolder(spooling, async (name) => {
    const held = await hold(await open(name, 'wx+', 0o600), name);
    try {
      await writeAll(held.handle, abortable(source, spooling.signal), limits, spooling.what);
      return held;
    } catch (error) {
      await held.close();
      throw error;
    }
  });
}

/** The same of a file that `fill` makes at the path it is given. */
export function spoolBy(fill: (path: string) => Promise<void>, spooling: Spooling): Promise<SpoolFile> {
  return inFolder(spooling, async (name) => {
    await fill(name);
    return hold(await open(name), name);
  });
}

async function inFolder(
  { folder, what, signal }: Spooling,
  make: (name: string) => Promise<SpoolFile>,
): Promise<SpoolFile> {
  const name = join(folder, `spool-${process.pid}-${randomBytes(8).toString('hex')}`);
  try {
    privateFolder(folder);
    await sweep(folder);
    return await make(name);
  } catch (error) {
    await unlink(name).catch(() => {});
    signal?.throwIfAborted();
    if (error instanceof ImageError) throw error;
    throw new ImageError(
      `${what}: cannot be kept while it is read: ${folder}: ${reasonOf(error)}; name another folder with BUILD_AUDIT_CACHE`,
    );
  }
}

/** Removes what a run that was killed has left. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^spool-(\d+)-[0-9a-f]{16}$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await unlink(join(folder, name)).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** On Linux an open file can do without a name: nothing is left behind, whatever becomes of us. */
async function hold(handle: FileHandle, name: string): Promise<SpoolFile & { handle: FileHandle }> {
  const nameless = process.platform === 'linux' && (await isReachable(handle));
  if (nameless) await unlink(name);
  return {
    handle,
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
      throw new ImageError(`${what}: stopped after ${unpackedBytes} bytes ${limitHint('unpackedBytes')}`);
    for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
  }
}
