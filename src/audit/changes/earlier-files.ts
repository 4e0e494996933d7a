import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { FileEntry, FileKind, Files, ReadableFile } from '../../context/files.ts';
import type { Tree } from '../tree.ts';
import { readBlobs } from './git.ts';
import type { GitFile, TreeDiff } from './tree-diff.ts';

const MOST_LINKS = 40;

/** A tree as it was before a change, and what of it git does not have here. */
export interface EarlierTree extends Tree {
  holes: ReadonlySet<string>;
}

/**
 * A tree as it was before a change: what has not changed is read where it is.
 *
 * @param readLink where a link of the present tree leads
 */
export function earlierTree(
  now: Tree,
  root: string,
  { old }: Pick<TreeDiff, 'old'>,
  readLink: (path: string) => string,
): EarlierTree {
  const files = new EarlierFiles(now.files, root, old, readLink);
  return {
    files,
    holes: files.holes,
    find: async (folder, wanted, skip) => {
      const inFolder = (path: string) => relative(folder, resolve(root, path)).split(sep).join('/');
      const gone = Array.from(old, ([path, file]) => ({ path: inFolder(path), file }));
      const back = gone.filter(({ path, file }) => file !== undefined && isSearched(path) && wanted(path));
      const changed = new Set(gone.map(({ path }) => path));
      const kept = (await now.find(folder, wanted, skip)).filter(
        (path) => !changed.has(path) && files.kind(join(folder, path)) !== undefined,
      );
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
  /** What stood here and cannot be read, as git calls it. */
  readonly holes = new Set<string>();
  readonly #now: Files;
  readonly #root: string;
  readonly #roots: readonly string[];
  readonly #old: ReadonlyMap<string, GitFile | undefined>;
  readonly #readLink: (path: string) => string;
  /** What stood in each folder and is not as it was. */
  readonly #folders = new Map<string, Map<string, FileKind>>();
  readonly #blobs = new Map<string, Buffer>();
  readonly #kept = new Map<string, boolean>();

  constructor(
    now: Files,
    root: string,
    old: ReadonlyMap<string, GitFile | undefined>,
    readLink: (path: string) => string,
  ) {
    this.#now = now;
    this.#root = now.real(root);
    this.#roots = [root, this.#root];
    this.#old = old;
    this.#readLink = readLink;
    for (const [path, file] of old) if (file !== undefined) this.#add(path, kindOf(file));
  }

  #add(path: string, kind: FileKind): void {
    const folder = parentOf(path);
    const known = this.#folders.get(folder);
    this.#folders.set(folder, (known ?? new Map()).set(posix.basename(path), kind));
    if (known === undefined && folder !== '') this.#add(folder, 'folder');
  }

  /** Reads many in one call of git. */
  preload(ids: readonly string[]): void {
    for (const [id, blob] of readBlobs(ids)) this.#blobs.set(id, blob);
  }

  exists(path: string): boolean {
    const full = this.#followed(path);
    const key = full && this.#key(full);
    if (full === undefined || key === undefined) return full !== undefined && this.#now.exists(full);
    return this.#kindAt(key) !== undefined;
  }

  kind(path: string): FileKind | undefined {
    const folder = this.#followed(dirname(resolve(path)));
    if (folder === undefined) return undefined;
    const full = join(folder, basename(resolve(path)));
    const key = this.#key(full);
    return key === undefined ? this.#now.kind(full) : this.#kindAt(key);
  }

  entries(folder: string): readonly FileEntry[] {
    const full = this.#there(folder);
    const key = this.#key(full);
    if (key === undefined) return this.#now.entries(full);
    const back = this.#folders.get(key) ?? new Map<string, FileKind>();
    if (this.#kindAt(key) !== 'folder') throw missing(folder);
    const kept = (this.#isKept(key) ? this.#now.entries(full) : []).filter(
      ({ name }) => !back.has(name) && !this.#old.has(key === '' ? name : `${key}/${name}`),
    );
    return [...kept, ...Array.from(back, ([name, kind]) => ({ name, kind }))];
  }

  real(path: string): string {
    const full = this.#there(path);
    return this.#key(full) === undefined ? this.#now.real(full) : full;
  }

  file(path: string): ReadableFile | undefined {
    const full = this.#there(path);
    const key = this.#key(full);
    if (key === undefined || (!this.#folders.has(key) && !this.#old.has(key))) return this.#now.file(full);
    if (this.#folders.has(key)) return undefined;
    const blob = this.#blob(key);
    if (blob === undefined) throw missing(path);
    return { size: blob.length, read: (most) => blob.subarray(0, most) };
  }

  #blob(key: string): Buffer | undefined {
    const file = this.#old.get(key);
    if (file === undefined) return undefined;
    if (!this.#blobs.has(file.id)) this.preload([file.id]);
    const blob = this.#blobs.get(file.id);
    if (blob === undefined) this.holes.add(key);
    return blob;
  }

  /** As git calls a path; undefined outside the work tree. */
  #key(path: string): string | undefined {
    const keys = this.#roots.map((root) => relative(root, resolve(path)).split(sep).join('/'));
    return keys.find((key) => key !== '..' && !key.startsWith('../') && !/^[A-Za-z]:/.test(key));
  }

  /** What stood at a path whose folders are no links. */
  #kindAt(key: string): FileKind | undefined {
    if (this.#folders.has(key)) return 'folder';
    if (this.#old.has(key)) {
      const file = this.#old.get(key);
      return file && kindOf(file);
    }
    return key === '' || this.#isKept(parentOf(key)) ? this.#now.kind(resolve(this.#root, key)) : undefined;
  }

  /** Whether it is the same folder as now, whatever changed in it. */
  #isKept(folder: string): boolean {
    if (folder === '') return true;
    const known = this.#kept.get(folder);
    if (known !== undefined) return known;
    const isThere = !this.#old.has(folder) && this.#now.kind(resolve(this.#root, folder)) === 'folder';
    const isKept = isThere && this.#isKept(parentOf(folder));
    this.#kept.set(folder, isKept);
    return isKept;
  }

  /** What is there, with all links followed. */
  #there(path: string): string {
    const full = this.#followed(path);
    const key = full && this.#key(full);
    if (full === undefined || (key !== undefined && this.#kindAt(key) === undefined)) throw missing(path);
    return full;
  }

  /** With the links followed as they were then, those of the folders above, too; undefined where they go round. */
  #followed(path: string): string | undefined {
    let full = resolve(path);
    for (let links = 0; links < MOST_LINKS; links += 1) {
      const key = this.#key(full);
      if (key === undefined) return full;
      const link = this.#firstLink(key);
      if (link === undefined) return resolve(this.#root, key);
      const target = this.#target(link.path);
      if (target === undefined) return undefined;
      full = resolve(this.#root, posix.dirname(link.path), target, link.rest);
    }
    return undefined;
  }

  #firstLink(key: string): { path: string; rest: string } | undefined {
    const parts = key.split('/');
    for (let count = 1; count <= parts.length; count += 1) {
      const path = parts.slice(0, count).join('/');
      const kind = this.#kindAt(path);
      if (kind === 'link') return { path, rest: parts.slice(count).join('/') };
      if (kind === undefined) return undefined;
    }
    return undefined;
  }

  #target(link: string): string | undefined {
    if (this.#old.has(link)) return this.#blob(link)?.toString('utf8');
    return this.#readLink(resolve(this.#root, link));
  }
}

function parentOf(key: string): string {
  const slash = key.lastIndexOf('/');
  return slash === -1 ? '' : key.slice(0, slash);
}

function missing(path: string): Error {
  return Object.assign(new Error(`${path} was not there`), { code: 'ENOENT' });
}

function kindOf({ mode }: GitFile): FileKind {
  return mode === '120000' ? 'link' : 'file';
}
