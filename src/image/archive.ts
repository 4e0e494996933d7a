import { type FileHandle, open } from 'node:fs/promises';
import { type Bytes, checkUnpacked, readAt, readRange, reasonOf } from './bytes.ts';
import { decompress, sniff } from './decompress.ts';
import { ImageError } from './image.ts';
import type { Limits } from './limits.ts';
import type { Skips } from './skips.ts';
import { Catalog } from './tar/catalog.ts';
import { TarReader } from './tar/reader.ts';
import type { FileTree } from './tree.ts';

const SMALL = 2 ** 20;
const SMALL_TOTAL = 64 * 2 ** 20;

/** A tar file, compressed or not, as a tree. Throws ImageError where it cannot be opened or holds no tar. */
export async function openArchive(path: string, limits: Limits, skips: Skips): Promise<FileTree> {
  const file = await open(path).catch((error: unknown) => {
    throw new ImageError(`${path}: cannot be opened: ${reasonOf(error)}`);
  });
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(6);
    const got = await readAt(file, head, 0, path);
    if (got === 0)
      throw new ImageError(`${path}: is empty; expected a tar of \`docker save\` or an OCI layout`);
    const outer = { path, file, size, limits, skips };
    return sniff(head) === 'none' ? await plainArchive(outer) : await packedArchive(outer);
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Outer {
  path: string;
  file: FileHandle;
  size: number;
  limits: Limits;
  skips: Skips;
}

/** Its headers are read once, seeking over the bodies; files are then read in place. */
async function plainArchive({ path, file, size, limits, skips }: Outer): Promise<FileTree> {
  const catalog = new Catalog(path, limits, skips);
  const reader = new TarReader(catalog, limits);
  const buffer = Buffer.alloc(16 * 1024);
  while (reader.offset < size) {
    const got = await readAt(file, buffer, reader.offset, path);
    if (got === 0) break;
    reader.write(buffer.subarray(0, got));
    reader.jump(size - reader.offset);
    refuseNonTar(reader, path);
  }
  reader.end();
  return {
    name: path,
    files: catalog.files,
    resolve: (name) => catalog.resolve(name),
    read: (name) => {
      const place = catalog.places.get(name) ?? { offset: 0, size: 0 };
      return readRange(file, place.offset, place.size, `${path}: ${name}`);
    },
    place: (name) => {
      const place = catalog.places.get(name);
      return place && { file: path, ...place };
    },
    close: () => file.close(),
  };
}

/**
 * A compressed archive has no place to seek to: it is read through once for its contents (small files are kept
 * from then), and once more for each larger file asked for, up to that file's end. Nothing is written to disk.
 */
async function packedArchive(outer: Outer): Promise<FileTree> {
  const { path, file, limits, skips } = outer;
  const kept = new Map<string, Buffer[]>();
  let room = SMALL_TOTAL;
  const catalog = new Catalog(path, limits, skips, (name, size) => {
    if (size > SMALL || size > room) return undefined;
    room -= size;
    const chunks: Buffer[] = [];
    kept.set(name, chunks);
    return { write: (chunk) => chunks.push(Buffer.from(chunk)), end: () => {} };
  });
  const reader = new TarReader(catalog, limits);
  try {
    for await (const chunk of unpacked(outer)) {
      reader.write(chunk);
      refuseNonTar(reader, path);
    }
  } catch (error) {
    if (!(error instanceof ImageError) || catalog.files.size === 0) throw error;
    skips.add(path, error.message.replace(`${path}: `, ''));
  }
  reader.end();
  return {
    name: path,
    files: catalog.files,
    resolve: (name) => catalog.resolve(name),
    read: (name) => {
      const place = catalog.places.get(name) ?? { offset: 0, size: 0 };
      const small = kept.get(name);
      const whole = small && small.reduce((sum, chunk) => sum + chunk.length, 0) === place.size;
      return whole ? fromMemory(small) : slice(unpacked(outer), place.offset, place.size, `${path}: ${name}`);
    },
    close: () => file.close(),
  };
}

async function* unpacked({ path, file, size, limits }: Outer): Bytes {
  let total = 0;
  for await (const chunk of decompress(readRange(file, 0, size, path), path)) {
    total += chunk.length;
    checkUnpacked(size, total, limits, path);
    yield chunk;
  }
}

async function* slice(source: Bytes, offset: number, size: number, what: string): Bytes {
  let at = 0;
  let left = size;
  for await (const chunk of source) {
    const part = chunk.subarray(Math.max(0, offset - at), Math.max(0, offset - at) + left);
    at += chunk.length;
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) return;
  }
  throw new ImageError(`${what}: the archive ends ${left} bytes early`);
}

async function* fromMemory(chunks: readonly Buffer[]): Bytes {
  yield* chunks;
}

function refuseNonTar(reader: TarReader, path: string): void {
  if (reader.entries > 0 || reader.problems === 0) return;
  throw new ImageError(`${path}: is no tar; expected a tar of \`docker save\` or an OCI layout`);
}
