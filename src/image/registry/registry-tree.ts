import type { Limits } from '../../config/limits.ts';
import type { Bytes } from '../bytes.ts';
import { parseDescriptor } from '../descriptor.ts';
import { digestOfPath } from '../digest.ts';
import { list, record } from '../json.ts';
import type { FileTree } from '../tree.ts';
import { resumedBody } from './body.ts';
import type { RegistryClient } from './client.ts';
import { type ManifestBody, readManifest } from './manifest-body.ts';
import { fullName, type RegistryReference } from './reference.ts';
import type { Timing } from './timing.ts';

export interface RegistryTreeOptions {
  client: RegistryClient;
  reference: RegistryReference;
  limits: Limits;
  timing: Timing;
}

/**
 * A repository as an OCI layout. Which blobs it holds is known when they are read, so that `files` is empty; how large
 * they are, once the manifest that names them was read.
 */
export class RegistryTree implements FileTree {
  readonly name: string;
  readonly files: ReadonlyMap<string, number> = new Map();
  readonly #options: RegistryTreeOptions;
  readonly #known = new Map<string, Buffer>();
  readonly #sizes = new Map<string, number>();

  constructor(options: RegistryTreeOptions) {
    this.#options = options;
    this.name = `docker://${fullName(options.reference)}`;
  }

  /** Takes in a manifest that was read before: it is not fetched again. */
  add(path: string, { bytes }: ManifestBody): void {
    this.#known.set(path, bytes);
    this.#learn(bytes);
  }

  resolve(path: string): string | undefined {
    return path.startsWith('blobs/') && digestOfPath(path) !== undefined ? path : undefined;
  }

  /** What is called by its digest stays what it is. */
  address(path: string): string | undefined {
    return digestOfPath(path);
  }

  read(path: string, as?: 'manifest'): Bytes {
    return as === 'manifest' ? this.#manifest(path) : this.#blob(path);
  }

  close(): Promise<void> {
    return this.#options.client.close();
  }

  async *#manifest(path: string): Bytes {
    const known = this.#known.get(path);
    if (known) return yield known;
    const { bytes } = await readManifest(this.#options, digestOfPath(path) ?? '', path);
    this.#learn(bytes);
    yield bytes;
  }

  #blob(path: string): Bytes {
    const { client, limits, timing, reference } = this.#options;
    const what = `${reference.host}/${reference.path}: ${path}`;
    const size = this.#sizes.get(path);
    const bound = Math.min(size ?? limits.unpackedBytes, limits.unpackedBytes);
    const get = (position: number) =>
      client.get(`blobs/${digestOfPath(path)}`, what, position === 0 ? {} : { range: `bytes=${position}-` });
    return resumedBody(get, { what, bound, size, timing });
  }

  /** Where two manifests differ about a size, the larger one bounds. */
  #learn(bytes: Buffer): void {
    for (const descriptor of descriptorsIn(bytes)) {
      const { path, size } = parseDescriptor(descriptor);
      if (path !== undefined && size !== undefined)
        this.#sizes.set(path, Math.max(size, this.#sizes.get(path) ?? 0));
    }
  }
}

function descriptorsIn(bytes: Buffer): readonly unknown[] {
  try {
    const json = record(JSON.parse(bytes.toString('utf8')));
    return [json?.config, ...list(json?.layers), ...list(json?.manifests)];
  } catch {
    // Who reads the manifest says so.
    return [];
  }
}
