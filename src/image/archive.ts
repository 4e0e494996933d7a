import { type FileHandle, open } from 'node:fs/promises';
import type { Limits } from '../config/limits.ts';
import type { Patience } from '../config/patience.ts';
import { addressOf, type Bytes, checkUnpacked, readAt, readRange, reasonOf } from './bytes.ts';
import { decompress, sniff } from './decompress.ts';
import { ImageError } from './image.ts';
import type { Skips } from './skips.ts';
import { spool } from './spool.ts';
import { Catalog } from './tar/catalog.ts';
import { TarReader } from './tar/reader.ts';
import { goOn } from './timely.ts';
import type { FileTree } from './tree.ts';

/** What reading an archive takes besides its path. */
export interface ArchiveOptions {
  limits: Limits;
  skips: Skips;
  /** The folder for what has to be unpacked to be read. */
  spooled: string;
  /** As the user named it, where that is not the path. */
  name?: string;
  patience?: Patience | undefined;
  signal?: AbortSignal | undefined;
}

interface Outer {
  /** For the reader. */
  name: string;
  path: string;
  file: FileHandle;
  size: number;
  address: string;
  limits: Limits;
  skips: Skips;
  patience: Patience | undefined;
  signal: AbortSignal | undefined;
}

/** A tar file, compressed or not, as a tree. Throws ImageError where it cannot be opened or holds no tar. */
export async function openArchive(path: string, options: ArchiveOptions): Promise<FileTree> {
  const { limits, skips, spooled, name = path, patience, signal } = options;
  const file = await open(path).catch((error: unknown) => {
    throw new ImageError(`${name}: cannot be opened: ${reasonOf(error)}`);
  });
  try {
    const found = await file.stat({ bigint: true });
    const size = Number(found.size);
    const head = Buffer.alloc(6);
    if ((await readAt(file, head, 0, name)) === 0)
      throw new ImageError(`${name}: is empty; expected a tar of \`docker save\` or an OCI layout`);
    const outer = { name, path, file, size, address: addressOf(found), limits, skips, patience, signal };
    if (sniff(head) === 'none') return await plainArchive(outer);
    const tree = await packedArchive(outer, spooled);
    await file.close();
    return tree;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Its headers are read once, seeking over the bodies; files are then read in place. */
async function plainArchive(outer: Outer): Promise<FileTree> {
  const { name, path, file, address } = outer;
  const catalog = await catalogOf(outer);
  return {
    name,
    files: catalog.files,
    resolve: (file) => catalog.resolve(file),
    read: (member) => {
      const place = catalog.places.get(member) ?? { offset: 0, size: 0 };
      return readRange(file, place.offset, place.size, `${name}: ${member}`);
    },
    place: (member) => {
      const place = catalog.places.get(member);
      return place && { file: path, ...place };
    },
    address: (member) => addressIn(address, catalog, member),
    close: () => file.close(),
  };
}

async function catalogOf({ name, file, size, limits, skips, patience, signal }: Outer): Promise<Catalog> {
  const catalog = new Catalog(name, limits, skips);
  const reader = new TarReader(catalog, limits);
  const buffer = Buffer.alloc(16 * 1024);
  while (reader.offset < size) {
    goOn(patience, name);
    signal?.throwIfAborted();
    const got = await readAt(file, buffer, reader.offset, name);
    if (got === 0) break;
    reader.write(buffer.subarray(0, got));
    reader.jump(size - reader.offset);
    refuseNonTar(reader, name);
  }
  reader.end();
  return catalog;
}

function addressIn(archive: string, { places }: Catalog, member: string): string | undefined {
  const place = places.get(member);
  return place && `${archive}:${place.offset}:${place.size}`;
}

/**
 * A compressed archive has no place to seek to: it is unpacked into a file of the cache folder. Of a damaged one what
 * came out before stands.
 */
async function packedArchive(outer: Outer, spooled: string): Promise<FileTree> {
  const { name, limits, skips, signal } = outer;
  const unpacked = await spool(salvaged(tarOnly(unpack(outer), name, limits), skips, name), limits, {
    folder: spooled,
    what: name,
    signal,
  });
  try {
    const tree = await openArchive(unpacked.path, { ...outer, spooled });
    const close = async () => {
      await tree.close();
      await unpacked.close();
    };
    return { ...tree, close };
  } catch (error) {
    await unpacked.close();
    throw error;
  }
}

async function* unpack({ name, file, size, limits, patience }: Outer): Bytes {
  let total = 0;
  for await (const chunk of decompress(readRange(file, 0, size, name), name)) {
    goOn(patience, name);
    total += chunk.length;
    checkUnpacked(size, total, limits, name);
    yield chunk;
  }
}

/** Stops at once where there is no tar inside. */
async function* tarOnly(source: Bytes, name: string, limits: Limits): Bytes {
  const reader = new TarReader({ entry: () => undefined, problem: () => {} }, limits);
  for await (const chunk of source) {
    if (reader.entries === 0) {
      reader.write(chunk);
      refuseNonTar(reader, name);
    }
    yield chunk;
  }
}

async function* salvaged(source: Bytes, skips: Skips, name: string): Bytes {
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof ImageError) || size === 0) throw error;
    skips.add(name, error.message.replace(`${name}: `, ''));
  }
}

function refuseNonTar(reader: TarReader, name: string): void {
  if (reader.entries > 0 || reader.problems === 0) return;
  throw new ImageError(`${name}: is no tar; expected a tar of \`docker save\` or an OCI layout`);
}
