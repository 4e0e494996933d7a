import { dirname, join, relative, resolve, sep } from 'node:path';
import type { FileEntry, FileKind, Files, ReadableFile } from '../../context/files.ts';
import type { Tree } from '../tree.ts';
import { readBlobs } from './git.ts';
import type { GitFile, TreeDiff } from './tree-diff.ts';

const MOST_LINKS = 40;

/** A tree as it was before a change: what has not changed is read where it is. */
export function earlierTree(now: Tree, root: string, { old }: TreeDiff): Tree {
  const files = new EarlierFiles(now.files, root, old);
  return {
    files,
    find: async (folder, wanted, skip) => {
      const inFolder = (path: string) => relative(folder, resolve(root, path)).split(sep).join('/');
      const gone = Array.from(old, ([path, file]) => ({ path: inFolder(path), file }));
      const back = gone.filter(({ path, file }) => file !== undefined && isSearched(path) && wanted(path));
      const changed = new Set(gone.map(({ path }) => path));
      const kept = (await now.find(folder, wanted, skip)).filter((path) => !changed.has(path));
      files.preload(back.flatMap(({ file }) => file?.id ?? []));
      return [...kept, ...back.map(({ path }) => path)].sort();
    },
  };
}

function isSearched(path: string): boolean {
  return !/^\.\.\/|(?:^|\/)node_modules\//.test(path);
}

/** The files of such a tree. */
class EarlierFiles implements Files {
  readonly #now: Files;
  readonly #roots: readonly string[];
  readonly #old: ReadonlyMap<string, GitFile | undefined>;
  /** What stood in each folder and is not as it was. */
  readonly #folders = new Map<string, Map<string, FileKind>>();
  readonly #blobs = new Map<string, Buffer>();

  constructor(now: Files, root: string, old: ReadonlyMap<string, GitFile | undefined>) {
    this.#now = now;
    this.#roots = [root, now.real(root)];
    this.#old = old;
    for (const [path, file] of old) if (file !== undefined) this.#add(path, kindOf(file));
  }

  #add(path: string, kind: FileKind): void {
    const slash = path.lastIndexOf('/');
    const folder = slash === -1 ? '' : path.slice(0, slash);
    const known = this.#folders.get(folder);
    this.#folders.set(folder, (known ?? new Map()).set(path.slice(slash + 1), kind));
    if (known === undefined && folder !== '') this.#add(folder, 'folder');
  }

  /** Reads many in one call of git. */
  preload(ids: readonly string[]): void {
    for (const [id, blob] of readBlobs(ids)) this.#blobs.set(id, blob);
  }

  exists(path: string): boolean {
    const key = this.#key(path);
    if (this.#folders.has(key)) return true;
    return this.#old.has(key) ? this.#old.get(key) !== undefined : this.#now.exists(path);
  }

  kind(path: string): FileKind | undefined {
    const key = this.#key(path);
    if (this.#folders.has(key)) return 'folder';
    const file = this.#old.get(key);
    return this.#old.has(key) ? file && kindOf(file) : this.#now.kind(path);
  }

  entries(folder: string): readonly FileEntry[] {
    const key = this.#key(folder);
    const back = this.#folders.get(key) ?? new Map<string, FileKind>();
    const isThere = back.size === 0 || this.#now.kind(folder) === 'folder';
    const kept = (isThere ? this.#now.entries(folder) : []).filter(
      ({ name }) => !back.has(name) && !this.#old.has(key === '' ? name : `${key}/${name}`),
    );
    return [...kept, ...Array.from(back, ([name, kind]) => ({ name, kind }))];
  }

  real(path: string): string {
    const full = this.#followed(path);
    const key = this.#key(full);
    return this.#old.has(key) || this.#folders.has(key) ? full : this.#now.real(full);
  }

  file(path: string): ReadableFile | undefined {
    const full = this.#followed(path);
    const key = this.#key(full);
    if (this.#folders.has(key)) return undefined;
    if (!this.#old.has(key)) return this.#now.file(full);
    const blob = this.#blob(this.#old.get(key));
    if (blob === undefined) throw Object.assign(new Error(`${path} was not there`), { code: 'ENOENT' });
    return { size: blob.length, read: (most) => blob.subarray(0, most) };
  }

  #blob(file: GitFile | undefined): Buffer | undefined {
    if (file !== undefined && !this.#blobs.has(file.id)) this.preload([file.id]);
    return file && this.#blobs.get(file.id);
  }

  /** As git calls a path. */
  #key(path: string): string {
    const full = resolve(path);
    const keys = this.#roots.map((root) => relative(root, full).split(sep).join('/'));
    return keys.find((key) => !key.startsWith('../')) ?? full;
  }

  /** With the links followed that are not as they were. */
  #followed(path: string): string {
    let full = resolve(path);
    for (let links = 0; links < MOST_LINKS; links += 1) {
      const file = this.#old.get(this.#key(full));
      if (file === undefined || kindOf(file) !== 'link') break;
      full = join(dirname(full), this.#blob(file)?.toString('utf8') ?? '');
    }
    return full;
  }
}

function kindOf({ mode }: GitFile): FileKind {
  return mode === '120000' ? 'link' : 'file';
}
