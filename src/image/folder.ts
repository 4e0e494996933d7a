import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, readFileRange, reasonOf } from './bytes.ts';
import { ImageError } from './image.ts';
import type { FileTree } from './tree.ts';

/** An OCI layout folder as a tree. Throws ImageError where it is none or cannot be read. */
export async function openFolder(path: string): Promise<FileTree> {
  const files = new Map<string, number>();
  const addresses = new Map<string, string>();
  const add = (name: string) => addFile(path, name, files, addresses);
  const top = await names(path, '');
  if (!top.includes('oci-layout') && !top.includes('index.json')) throw new ImageError(noLayout(path, top));
  for (const name of ['oci-layout', 'index.json']) await add(name);
  for (const algorithm of top.includes('blobs') ? await names(path, 'blobs') : []) {
    for (const blob of await names(path, `blobs/${algorithm}`)) {
      await add(`blobs/${algorithm}/${blob}`);
    }
  }
  return {
    name: path,
    files,
    resolve: (name) => (files.has(name) ? name : undefined),
    read: (name) => readFileRange(join(path, name), 0, files.get(name) ?? 0, join(path, name)),
    place: (name) => {
      const size = files.get(name);
      return size === undefined ? undefined : { file: join(path, name), offset: 0, size };
    },
    address: (name) => addresses.get(name),
    close: async () => {},
  };
}

function noLayout(path: string, top: readonly string[]): string {
  if (top.includes('manifest.json')) {
    return `${path}: is no OCI layout (no oci-layout file); pack it again (\`tar -C ${path} -cf image.tar .\`) and audit image.tar`;
  }
  return `${path}: is no OCI layout: expected oci-layout, index.json and blobs/ in it`;
}

async function names(root: string, folder: string): Promise<string[]> {
  try {
    return (await readdir(join(root, folder))).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [];
    throw new ImageError(`${join(root, folder)}: cannot be read: ${reasonOf(error)}`);
  }
}

/** Links are followed, as tools make layouts of links; only what is a regular file in the end counts. */
async function addFile(
  root: string,
  name: string,
  files: Map<string, number>,
  addresses: Map<string, string>,
): Promise<void> {
  const found = await stat(join(root, name), { bigint: true }).catch(() => undefined);
  if (!found?.isFile()) return;
  files.set(name, Number(found.size));
  addresses.set(name, addressOf(found));
}
