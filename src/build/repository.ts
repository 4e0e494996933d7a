import { existsSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { DEFAULT_LIMITS, type Limits, limitHint } from '../config/limits.ts';
import { diskFiles, type Files } from '../context/files.ts';
import { STANDARD, type Vocabulary } from '../credentials/vocabulary.ts';
import { SourceText } from '../dockerfile/source-text.ts';
import type { BuildProblem } from './build-problem.ts';

/** No file can have such a path; the last is of one that holds a NUL. */
const NO_FILE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

/** Where other than the default ones are wanted. */
export interface RepositoryOptions {
  names?: Vocabulary | undefined;
  files?: Files | undefined;
  limits?: Limits | undefined;
}

/** The files of a folder, by their paths in it. Nothing outside it is read, whatever a file or link says. */
export class Repository {
  readonly folder: string;
  /** The way to it from the root of the git work tree that it is in; empty when it is that, or in none. */
  readonly #way: string;
  readonly #shown: string;
  /** Takes note of what is wrong with a file. */
  readonly tell: (problem: BuildProblem) => void;
  /** What the names in its files mean. */
  readonly names: Vocabulary;
  /** What one of its files may cost. */
  readonly limits: Limits;
  readonly #files: Files;
  readonly #sources = new Map<string, SourceText | undefined>();
  /** Absolute, with a separator behind it. */
  readonly #full: string;
  /** The same with all links followed. */
  #real: string | undefined;

  /** @param folder as the user gave it; the paths of sources begin with it */
  constructor(
    folder: string,
    tell: (problem: BuildProblem) => void,
    { names = STANDARD, files = diskFiles, limits = DEFAULT_LIMITS }: RepositoryOptions = {},
  ) {
    this.#files = files;
    this.folder = folder;
    this.#shown = shownFolder(folder);
    this.#full = withSeparator(resolve(folder));
    this.#way = wayInto(resolve(folder));
    this.tell = tell;
    this.names = names;
    this.limits = limits;
  }

  /** How a path in the folder is told in reports. */
  shown(path: string): string {
    return this.#shown + path;
  }

  /** The same with other texts for some of its files, which it has read before. */
  with(sources: readonly SourceText[], tell: (problem: BuildProblem) => void): Repository {
    const { names, limits } = this;
    const other = new Repository(this.folder, tell, { names, files: this.#files, limits });
    for (const [path, source] of this.#sources)
      other.#sources.set(path, sources.find((one) => one.path === source?.path) ?? source);
    return other;
  }

  /** A path that was written down from the root of the work tree, as it is in the folder. */
  inside(path: string): string {
    return this.#way !== '' && `${path}/`.startsWith(this.#way) && !this.has(path)
      ? (insidePath(path.slice(this.#way.length)) ?? path)
      : path;
  }

  has(path: string): boolean {
    return this.source(path) !== undefined;
  }

  /** A file's text, read once; undefined where there is none, or none that may be read. What is wrong with it is told. */
  source(path: string): SourceText | undefined {
    const inside = insidePath(path);
    if (inside === undefined) return undefined;
    if (!this.#sources.has(inside)) this.#sources.set(inside, this.#read(inside));
    return this.#sources.get(inside);
  }

  #read(path: string): SourceText | undefined {
    const file = path === '.' ? this.#full : `${this.#full}${path}`;
    try {
      this.#real ??= withSeparator(this.#files.real(this.folder));
      if (!withSeparator(this.#files.real(file)).startsWith(this.#real))
        return this.#refuse(path, 'is a link out of the folder');
      const { buildFileBytes } = this.limits;
      const text = readText(this.#files.file(file), buildFileBytes);
      if (text === undefined) return undefined;
      if (text === 'utf-16') return this.#refuse(path, 'is UTF-16; save it as UTF-8');
      if (text === 'long')
        return this.#refuse(path, `is longer than ${buildFileBytes} bytes ${limitHint('buildFileBytes')}`);
      return new SourceText(this.shown(path), text);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      if (!NO_FILE.has(code)) this.#refuse(path, `could not be read (${code})`);
      return undefined;
    }
  }

  #refuse(path: string, reason: string): undefined {
    this.tell({
      what: this.shown(path),
      reason: `${reason}; what it says of builds is not known`,
      grave: true,
    });
  }
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : `${folder}${sep}`;
}

/** Only whether a `.git` is there is asked. */
function wayInto(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git')))
      return at === folder ? '' : `${relative(at, folder).split(sep).join('/')}/`;
    if (dirname(at) === at) return '';
  }
}

function readText(file: ReturnType<Files['file']>, most: number): string | undefined {
  if (file === undefined) return undefined;
  if (file.size > most) return 'long';
  const text = file.read(file.size).toString('utf8');
  if (!text.includes('\0')) return text.replace(/^\uFEFF/, ' ');
  return text.startsWith('\uFFFD\uFFFD') ? 'utf-16' : undefined;
}

/** Nobody writes longer ones. */
const LONGEST_PATH = 1024;

/** A path in the folder, `.` and `..` resolved; undefined when it leads out of it. */
export function insidePath(path: string): string | undefined {
  if (path.length > LONGEST_PATH) return undefined;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined;
  const plain = posix.normalize(path.replaceAll('\\', '/')).replace(/\/$/, '');
  return plain === '..' || plain.startsWith('../') ? undefined : plain;
}

/** `base/path`, where `path` may be absolute: then it is meant in a checkout and its folder is not known. */
export function joinPath(base: string, path: string): string | undefined {
  return path.length > LONGEST_PATH || path.startsWith('/') ? undefined : insidePath(posix.join(base, path));
}

/** The folder that a path is in. */
export function folderOf(path: string): string {
  return posix.dirname(path);
}

function shownFolder(folder: string): string {
  const plain = folder.replaceAll('\\', '/').replace(/^(?:\.\/)+|\/+$/g, '');
  return plain === '' || plain === '.' ? '' : `${plain}/`;
}
