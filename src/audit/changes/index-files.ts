import { posix, relative, resolve, sep } from 'node:path';
import type { FileEntry, FileKind, Files, ReadableFile } from '../../context/files.ts';
import { needGit, readBlobs, workTree } from './git.ts';

interface IndexEntry {
  mode: string;
  id: string;
}

const MOST_LINKS = 40;
/** `.`, `..` or nothing between two separators. */
const NOT_PLAIN = /[\\/]\.{0,2}(?:[\\/]|$)/;
const LINK = '120000';
const SUBMODULE = '160000';
const KINDS: Readonly<Record<string, FileKind>> = { [LINK]: 'link', [SUBMODULE]: 'folder' };

/** The files of a git index, as they are staged; nothing is checked out. A submodule is an empty folder. */
export class IndexFiles implements Files {
  /** Of the work tree. */
  readonly root: string;
  /** What is staged and not here, as git calls it. */
  readonly holes = new Set<string>();
  readonly #entries = new Map<string, IndexEntry>();
  readonly #folders = new Map<string, Map<string, FileKind>>([['', new Map()]]);
  readonly #blobs = new Map<string, Buffer>();
  /** Of paths that were asked for. */
  readonly #keys = new Map<string, string>();
  #hasLinks = false;
  /** As git calls them. */
  readonly submodules: string[] = [];
  readonly #readBlobs: typeof readBlobs;

  /** Of the work tree's folder, and what `git ls-files --stage -z` prints. */
  constructor(root: string, listing: string, read = readBlobs) {
    this.root = root;
    this.#readBlobs = read;
    for (const line of listing.split('\0')) {
      const [, mode, id, path] = /^(\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
      if (mode !== undefined && id !== undefined && path !== undefined) this.#add(path, { mode, id });
    }
  }

  /**
   * The index of the repository that the working folder is in.
   *
   * @throws InputError when there is none, or git cannot tell
   */
  static async open(): Promise<IndexFiles> {
    const [root, listing] = await Promise.all([
      workTree(),
      needGit(['ls-files', '--stage', '-z', '--full-name', ':/']),
    ]);
    return new IndexFiles(root, listing);
  }

  #add(path: string, entry: IndexEntry): void {
    this.#entries.set(path, entry);
    this.#hasLinks ||= entry.mode === LINK;
    if (entry.mode === SUBMODULE) this.submodules.push(path);
    let kind = KINDS[entry.mode] ?? 'file';
    if (kind === 'folder') this.#folders.set(path, new Map());
    for (let at = path; at !== ''; ) {
      const slash = at.lastIndexOf('/');
      const folder = slash === -1 ? '' : at.slice(0, slash);
      const known = this.#folders.get(folder);
      (known ?? new Map()).set(at.slice(slash + 1), kind);
      if (known !== undefined) return;
      this.#folders.set(folder, new Map([[at.slice(slash + 1), kind]]));
      kind = 'folder';
      at = folder;
    }
  }

  /** The files below a folder that are wanted, relative to it and sorted. They are read in one call of git. */
  find(folder: string, wanted: (path: string) => boolean): string[] {
    const key = this.#key(folder);
    if (key === undefined) return [];
    const start = key === '' ? '' : `${key}/`;
    const found: string[] = [];
    const ids: string[] = [];
    for (const [path, { id }] of this.#entries) {
      const inside = path.startsWith(start) ? path.slice(start.length) : undefined;
      if (inside === undefined || !wanted(inside)) continue;
      found.push(inside);
      if (!this.#blobs.has(id)) ids.push(id);
    }
    for (const [id, blob] of this.#readBlobs(ids)) this.#blobs.set(id, blob);
    return found.sort();
  }

  exists(path: string): boolean {
    const key = this.#followed(path);
    return key !== undefined && (this.#entries.has(key) || this.#folders.has(key));
  }

  kind(path: string): FileKind | undefined {
    const key = this.#key(path);
    if (key === undefined) return undefined;
    if (this.#folders.has(key)) return 'folder';
    const entry = this.#entries.get(key);
    return entry && (KINDS[entry.mode] ?? 'file');
  }

  entries(folder: string): readonly FileEntry[] {
    const inside = this.#folders.get(this.#followed(folder) ?? '..');
    if (inside === undefined) throw missing(folder);
    return Array.from(inside, ([name, kind]) => ({ name, kind }));
  }

  real(path: string): string {
    const key = this.#followed(path);
    if (key === undefined || !(this.#entries.has(key) || this.#folders.has(key))) throw missing(path);
    return resolve(this.root, key);
  }

  /** Where a link leads. */
  link(path: string): string {
    const entry = this.#entries.get(this.#key(path) ?? '');
    const blob = entry && this.#blob(entry.id);
    if (blob === undefined) throw missing(path);
    return blob.toString('utf8');
  }

  file(path: string): ReadableFile | undefined {
    const key = this.#followed(path);
    if (key !== undefined && this.#folders.has(key)) return undefined;
    const entry = key === undefined ? undefined : this.#entries.get(key);
    const blob = entry && this.#blob(entry.id);
    if (blob === undefined && entry !== undefined && key !== undefined) this.holes.add(key);
    if (blob === undefined) throw missing(path);
    return { size: blob.length, read: (most) => blob.subarray(0, most) };
  }

  #blob(id: string): Buffer | undefined {
    const known = this.#blobs.get(id) ?? this.#readBlobs([id]).get(id);
    if (known !== undefined) this.#blobs.set(id, known);
    return known;
  }

  /** As git calls a path; undefined outside the work tree. */
  #key(path: string): string | undefined {
    const known = this.#keys.get(path);
    if (known !== undefined) return known;
    const isPlain = path.startsWith(`${this.root}${sep}`) && !NOT_PLAIN.test(path);
    const way = isPlain ? path.slice(this.root.length + 1) : relative(this.root, resolve(path));
    const key = sep === '/' ? way : way.replaceAll(sep, '/');
    if (key === '..' || key.startsWith('../')) return undefined;
    this.#keys.set(path, key);
    return key;
  }

  /** The same with all links followed, which lead nowhere but to what is staged. */
  #followed(path: string): string | undefined {
    let key = this.#key(path);
    for (let links = 0; key !== undefined && links < MOST_LINKS; links += 1) {
      const link = this.#firstLink(key);
      if (link === undefined) return key;
      const blob = this.#blob(link.id);
      if (blob === undefined) this.holes.add(link.path);
      const target = blob?.toString('utf8') ?? '/';
      if (target.startsWith('/')) return undefined;
      const next: string = posix.normalize(posix.join(posix.dirname(link.path), target, link.rest));
      key = next.startsWith('../') || next === '..' ? undefined : next.replace(/^\.\/?|\/$/g, '');
    }
    return undefined;
  }

  #firstLink(key: string): { path: string; id: string; rest: string } | undefined {
    if (!this.#hasLinks) return undefined;
    const parts = key.split('/');
    for (let count = 1; count <= parts.length; count += 1) {
      const path = parts.slice(0, count).join('/');
      const entry = this.#entries.get(path);
      if (entry?.mode === LINK) return { path, id: entry.id, rest: parts.slice(count).join('/') };
    }
    return undefined;
  }
}

function missing(path: string): Error {
  return Object.assign(new Error(`${path} is not staged`), { code: 'ENOENT' });
}
