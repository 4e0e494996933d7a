import type { Bytes } from './bytes.ts';

/** The files of an archive or a layout folder. Paths are normalised, without leading slash. */
export interface FileTree {
  /** As the user named it. */
  readonly name: string;
  /** Path -> size, of regular files. Empty where it cannot be known beforehand, as in a registry. */
  readonly files: ReadonlyMap<string, number>;
  /** The regular file that a path means, through links inside the tree; nothing where there is none. */
  resolve(path: string): string | undefined;
  /**
   * Of a path that `resolve` gave. Throws ImageError while it is read, where the file is cut short or damaged.
   * `as` says that it is a manifest or an index: registries keep those apart.
   */
  read(path: string, as?: 'manifest'): Bytes;
  /** Where a path in `files` stands in a file of the system, byte by byte. */
  place?(path: string): { file: string; offset: number; size: number } | undefined;
  /** What is the same only as long as the bytes of a path in `files` are: a file's place and times, a digest. */
  address?(path: string): string | undefined;
  close(): Promise<void>;
}
