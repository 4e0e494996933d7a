import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';

export type FileKind = 'file' | 'folder' | 'link' | 'other';

export interface FileEntry {
  name: string;
  kind: FileKind;
}

/** A file that can be read. */
export interface ReadableFile {
  size: number;
  /** Its first `most` bytes. Throws what the system does. */
  read(most: number): Buffer;
}

/** Where files come from: the disk, or git. Paths are relative to the working folder, or absolute. */
export interface Files {
  /** Links followed. */
  exists(path: string): boolean;
  /** Links not followed; undefined where there is nothing. */
  kind(path: string): FileKind | undefined;
  /** What is in a folder. Throws what the system does. */
  entries(folder: string): readonly FileEntry[];
  /** The path without links. Throws what the system does. */
  real(path: string): string;
  /** Links followed; undefined for what is no file. Throws what the system does. */
  file(path: string): ReadableFile | undefined;
}

/** Those of the disk. */
export const diskFiles: Files = {
  exists: existsSync,
  kind(path) {
    const status = lstatSync(path, { throwIfNoEntry: false });
    return status && kindOf(status);
  },
  entries: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  real: (path) => realpathSync(path),
  file(path) {
    const status = statSync(path);
    if (!status.isFile()) return undefined;
    return { size: status.size, read: (most) => firstBytes(path, Math.min(most, status.size)) };
  },
};

/** The text of a file. Throws what the system does. */
export function readWhole(path: string, files: Files): string {
  const file = files.file(path);
  if (file === undefined) throw Object.assign(new Error(`${path} is no file`), { code: 'EISDIR' });
  return file.read(file.size).toString('utf8');
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function firstBytes(path: string, most: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(most);
    return buffer.subarray(0, readSync(file, buffer, 0, most, 0));
  } finally {
    closeSync(file);
  }
}
