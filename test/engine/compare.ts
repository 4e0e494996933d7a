import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseHistories } from '../../src/image/history.ts';
import type { Image } from '../../src/image/image.ts';
import { type ReadEntry, type ReadImage, readAll } from '../support/images/read.ts';
import { run } from './run.ts';

/** The only image of a source, which must have been read whole. */
export async function readWhole(ref: string): Promise<ReadImage> {
  const { images, skipped } = await readAll(ref);
  expect(skipped).toEqual([]);
  expect(images).toHaveLength(1);
  return images[0] as ReadImage;
}

/** Asserts that every layer has the entries that tar(1) lists, in its order. */
export async function expectTarListings(
  path: string,
  { image, layers }: ReadImage,
  scratch: string,
): Promise<void> {
  const folder = await unpacked(path, scratch);
  for (const [i, layer] of image.layers.entries()) {
    const listed = await run('tar', ['-tf', join(folder, layer.blob)]);
    expect(layers[i]?.map(storedPath)).toEqual(listed.split('\n').slice(0, -1).map(plainPath));
  }
}

/** `NAME=value` of every build argument in an image's history. */
export function buildArguments({ config }: Image): string[] {
  const found = parseHistories(config.history).flatMap((entry) => entry.arguments);
  return [
    ...new Set(found.filter(({ kind }) => kind === 'build-arg').map(({ name, value }) => `${name}=${value}`)),
  ];
}

/** A file's content in the layer that made it. */
export function contentOf({ layers }: ReadImage, path: string): string | undefined {
  return layers.flat().find((entry) => entry.path === path && entry.whiteout === undefined)?.content;
}

/** `./a/b/` -> `a/b`. */
function plainPath(name: string): string {
  return name.replace(/^(\.?\/)+|\/+$/g, '');
}

function storedPath({ path, whiteout }: ReadEntry): string {
  const name = path.slice(1);
  if (whiteout === 'opaque') return `${name}/.wh..wh..opq`.replace(/^\//, '');
  return whiteout === 'file' ? name.replace(/[^/]*$/, '.wh.$&') : name;
}

async function unpacked(path: string, scratch: string): Promise<string> {
  if ((await stat(path)).isDirectory()) return path;
  const folder = join(scratch, 'unpacked');
  await mkdir(folder, { recursive: true });
  await run('tar', ['-xf', path, '-C', folder]);
  return folder;
}
