import { type Limits, limitHint } from '../../config/limits.ts';
import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import type { Skips } from '../skips.ts';
import type { TarEntry } from './decoder.ts';
import { normalisePath } from './layer-entry.ts';
import type { TarHandler } from './reader.ts';

export interface Place {
  /** In the (decompressed) archive. */
  offset: number;
  size: number;
}

/** Asked for each file: a sink where its content is to be kept. */
type Keep = (path: string, size: number) => FileSink | undefined;

const MAX_LINKS = 16;

/** What an outer archive holds, and where. Filled by a TarReader. */
export class Catalog implements TarHandler {
  readonly places = new Map<string, Place>();
  readonly files = new Map<string, number>();
  readonly #links = new Map<string, string>();
  readonly #name: string;
  readonly #limits: Limits;
  readonly #skips: Skips;
  readonly #keep: Keep;

  constructor(name: string, limits: Limits, skips: Skips, keep: Keep = () => undefined) {
    this.#name = name;
    this.#limits = limits;
    this.#skips = skips;
    this.#keep = keep;
  }

  entry(entry: TarEntry, offset: number): FileSink | undefined {
    const path = normalisePath(entry.name);
    if (this.files.size + this.#links.size >= this.#limits.archiveEntries) {
      throw new ImageError(
        `${this.#name}: more than ${this.#limits.archiveEntries} files ${limitHint('archiveEntries')}`,
      );
    }
    if (entry.type === 'directory') return undefined;
    if (this.files.has(path)) this.problem(`${path} stands there twice; only the later one is read`);
    this.files.delete(path);
    this.#links.delete(path);
    if (entry.linkName !== undefined) {
      const folder = entry.type === 'symlink' ? `${path}/../` : '';
      this.#links.set(path, normalisePath(folder + entry.linkName));
      return undefined;
    }
    if (entry.type !== 'file') return undefined;
    this.places.set(path, { offset, size: entry.size });
    this.files.set(path, entry.size);
    return this.#keep(path, entry.size);
  }

  problem(text: string): void {
    this.#skips.add(this.#name, text);
  }

  resolve(path: string): string | undefined {
    let found = normalisePath(path);
    for (let hops = 0; hops < MAX_LINKS; hops += 1) {
      if (this.files.has(found)) return found;
      const next = this.#links.get(found);
      if (next === undefined) return undefined;
      found = next;
    }
    return undefined;
  }
}
