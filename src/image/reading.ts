import { type Limits, limitHint } from '../config/limits.ts';
import type { Patience } from '../config/patience.ts';
import { collect } from './bytes.ts';
import { digestOfPath, sha256 } from './digest.ts';
import { ImageError } from './image.ts';
import { isShallow } from './json.ts';
import type { Skips } from './skips.ts';
import type { FileTree } from './tree.ts';

/** What everyone needs who reads a source. */
export interface Reading {
  tree: FileTree;
  limits: Limits;
  skips: Skips;
  /** Paths that something referred to: the rest is loose. */
  used: Set<string>;
  /** How long its blobs are waited for. */
  patience?: Patience | undefined;
}

export interface JsonBlob {
  path: string;
  text: string;
  value: unknown;
  /** Of the bytes found. */
  digest: string;
}

/** A file's whole content; where it cannot be read, a skip and nothing. */
export async function readBlob(
  { tree, skips, limits }: Reading,
  path: string,
  limit: 'jsonBytes' | 'attestationBytes' = 'jsonBytes',
  as?: 'manifest',
): Promise<Buffer | undefined> {
  const tooLarge = `not read: larger than ${limits[limit]} bytes ${limitHint(limit)}`;
  if ((tree.files.get(path) ?? 0) > limits[limit]) return void skips.add(path, tooLarge);
  try {
    const bytes = await collect(tree.read(path, as), limits[limit]);
    if (!bytes) skips.add(path, tooLarge);
    return bytes;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return void skips.add(path, error.message);
  }
}

/**
 * A file as JSON; where that fails, a skip and nothing. `size` and the digest that the path promises are checked: a
 * mismatch is told, and the value used all the same.
 */
export async function readJson(
  reading: Reading,
  path: string,
  size?: number,
  as?: 'manifest',
): Promise<JsonBlob | undefined> {
  const { skips, limits } = reading;
  reading.used.add(path);
  const bytes = await readBlob(reading, path, 'jsonBytes', as);
  if (bytes === undefined) return undefined;
  const digest = sha256(bytes);
  const promised = digestOfPath(path);
  if (promised?.startsWith('sha256:') && promised !== digest)
    skips.add(path, `is damaged: its digest is ${digest}`);
  if (size !== undefined && size !== bytes.length) {
    skips.add(path, `has ${bytes.length} bytes, its descriptor says ${size}`);
  }
  const text = bytes.toString('utf8');
  if (!isShallow(text, limits.jsonDepth))
    return void skips.add(path, `not read: nested too deep ${limitHint('jsonDepth')}`);
  try {
    return { path, text, value: JSON.parse(text), digest };
  } catch (error) {
    const [, at] = /position (\d+)/.exec((error as Error).message) ?? [];
    return void skips.add(path, `is no JSON${at === undefined ? '' : `: unexpected at byte ${at}`}`);
  }
}
