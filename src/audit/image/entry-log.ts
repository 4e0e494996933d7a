import type { LayerEntry } from '../../image/image.ts';

/** What a layer does to a path below it. */
export type Effect = 'deleted' | 'overwritten';

/** An entry log as it passes from one thread to another. */
export interface EntryLogData {
  hashes: Float64Array<ArrayBuffer>;
  kinds: Uint8Array<ArrayBuffer>;
}

const REPLACES = 1;
const DELETES = 2;
const HIDES_INSIDE = 4;
/** Takes the place of a file, and leaves what is in a folder. */
const IS_FOLDER = 8;
const FIRST_ROOM = 1024;

/**
 * The entries of a layer, which can bury files of the layers below, nine bytes each: of a path a hash of 53 bits is
 * kept, which two of ten million share once in two hundred images.
 */
export class EntryLog {
  #hashes: Float64Array<ArrayBuffer>;
  #kinds: Uint8Array<ArrayBuffer>;
  #count: number;

  constructor(data?: EntryLogData) {
    this.#hashes = data?.hashes ?? new Float64Array(FIRST_ROOM);
    this.#kinds = data?.kinds ?? new Uint8Array(FIRST_ROOM);
    this.#count = data?.hashes.length ?? 0;
  }

  add({ path, type, whiteout }: LayerEntry): void {
    if (this.#count === this.#hashes.length) this.#grow();
    this.#hashes[this.#count] = hashOf(path);
    this.#kinds[this.#count] = kindOf(type, whiteout);
    this.#count += 1;
  }

  /** How many entries there are so far. */
  get count(): number {
    return this.#count;
  }

  /** For each path the number of the last entry that is a file, link or folder of that name. */
  lastOf(paths: Iterable<string>): Map<string, number> {
    const wanted = new Map(Array.from(new Set(paths), (path) => [hashOf(path), path]));
    const last = new Map<string, number>();
    for (let at = 0; at < this.#count; at += 1) {
      const path = wanted.get(this.#hashes[at] as number);
      if (path !== undefined && ((this.#kinds[at] as number) & (REPLACES | IS_FOLDER)) !== 0)
        last.set(path, at);
    }
    return last;
  }

  get data(): EntryLogData {
    return { hashes: this.#hashes.slice(0, this.#count), kinds: this.#kinds.slice(0, this.#count) };
  }

  /** What becomes of files of the layers below: for each path that something happens to, what, and by which entry. */
  effects(paths: Iterable<string>): Map<string, { effect: Effect; by: string }> {
    const files = new Map([...new Set(paths)].map((path) => [path, foldersOf(path)]));
    const wanted = new Map<number, number>();
    for (const [path, folders] of files) for (const one of [path, ...folders]) wanted.set(hashOf(one), 0);
    for (let at = 0; at < this.#count; at += 1) {
      const hash = this.#hashes[at] as number;
      const kinds = wanted.get(hash);
      if (kinds !== undefined) wanted.set(hash, kinds | (this.#kinds[at] as number));
    }
    const found = new Map<string, { effect: Effect; by: string }>();
    for (const [path, folders] of files) {
      const kindsAt = (one: string): number => wanted.get(hashOf(one)) ?? 0;
      const own = kindsAt(path);
      const by = folders.find((folder) => (kindsAt(folder) & ~IS_FOLDER) !== 0);
      const above = by === undefined ? 0 : kindsAt(by) & ~IS_FOLDER;
      if ((own & (REPLACES | IS_FOLDER)) !== 0) found.set(path, { effect: 'overwritten', by: path });
      else if ((own & DELETES) !== 0) found.set(path, { effect: 'deleted', by: path });
      else if (by !== undefined)
        found.set(path, { effect: above === REPLACES ? 'overwritten' : 'deleted', by });
    }
    return found;
  }

  #grow(): void {
    const hashes = new Float64Array(this.#hashes.length * 2);
    const kinds = new Uint8Array(hashes.length);
    hashes.set(this.#hashes);
    kinds.set(this.#kinds);
    this.#hashes = hashes;
    this.#kinds = kinds;
  }
}

function kindOf(type: LayerEntry['type'], whiteout: LayerEntry['whiteout']): number {
  if (whiteout !== undefined) return whiteout === 'file' ? DELETES : HIDES_INSIDE;
  return type === 'directory' ? IS_FOLDER : REPLACES;
}

/** The folders that a path is in, the nearest first. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let folder = path; folder.length > 1; ) {
    folder = folder.slice(0, folder.lastIndexOf('/')) || '/';
    folders.push(folder);
  }
  return folders;
}

function hashOf(path: string): number {
  let one = 0x811c9dc5;
  let other = 0x1b873593;
  for (let at = 0; at < path.length; at += 1) {
    const code = path.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b);
    other ^= other >>> 13;
  }
  return (one >>> 0) * 2 ** 21 + (other >>> 11);
}
