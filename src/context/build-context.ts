import { basename, join, posix, relative, sep } from 'node:path';
import { DEFAULT_LIMITS, type Limits, limitHint } from '../config/limits.ts';
import { diskFiles, type FileEntry, type Files } from './files.ts';
import { type IgnoreChoice, type IgnorePlace, ignoreFilesOf } from './ignore-file.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { Pattern } from './pattern.ts';

/** One file of the context that an instruction copies. */
export interface CopiedFile {
  /** Relative to the context's root, with `/`. */
  path: string;
  /** Where it lands, joined onto the destination as that is given. */
  target: string;
}

export interface CopyRequest {
  /** As the builder sees them, variables expanded. */
  sources: readonly string[];
  destination: string;
  /** `--exclude` patterns. */
  exclude: readonly string[];
  /** `--parents`. */
  parents: boolean;
}

/** Something of the context that could not be read, and why. */
export interface ContextProblem {
  path: string;
  reason: string;
}

/** How a build context is read. */
export interface ContextOptions {
  from?: Files;
  limits?: Limits;
  /** What decides on the ignore file, build by build. */
  choices?: readonly IgnoreChoice[];
}

interface IgnoreFile extends IgnorePlace {
  /** Absent as long as it is not read. */
  text?: string;
}

/**
 * The files that builds send to the builder from a folder: those that any of them sends. Never throws: what cannot be
 * read becomes a problem. Nothing below a symbolic link is read.
 */
export class BuildContext {
  readonly folder: string;
  readonly problems: ContextProblem[] = [];
  /** Where its ignore file is, or would be; absent where that is not known. */
  readonly ignoreFile: string | undefined;
  readonly ignoreText: string;
  readonly #ignoreFiles: readonly IgnoreFile[];
  readonly #rules: readonly IgnoreRules[];
  readonly #limits: Limits;
  readonly #from: Files;
  #files: readonly string[] | undefined;

  private constructor(from: Files, limits: Limits, folder: string, ignoreFiles: readonly IgnoreFile[]) {
    this.#from = from;
    this.#limits = limits;
    this.folder = folder;
    if (!from.exists(folder)) this.#problem(folder, 'the build context does not exist; name another folder');
    this.#ignoreFiles = ignoreFiles.map((file) => ({ ...file, text: file.text ?? this.#text(file) }));
    this.#rules = this.#ignoreFiles.map(({ path, text = '' }) =>
      IgnoreRules.of(text, (line, reason) => {
        const whole = `the builder refuses this pattern: ${reason}; mend or remove it`;
        this.#problem(`${path}:${line}`, whole);
      }),
    );
    const [first] = this.#ignoreFiles;
    this.ignoreFile = first?.isMissing === false ? first.path : undefined;
    this.ignoreText = first?.text ?? '';
  }

  /** @param dockerfile may have an ignore file of its own, `<dockerfile>.dockerignore`, which is used instead of the folder's */
  static open(
    folder: string,
    dockerfile?: string,
    { from = diskFiles, limits = DEFAULT_LIMITS, choices = [] }: ContextOptions = {},
  ): BuildContext {
    const ignoreFiles = ignoreFilesOf(folder, dockerfile, choices, (path) => from.exists(path));
    return new BuildContext(from, limits, folder, ignoreFiles);
  }

  /** The same folder with another text in its ignore file. */
  ignoring(text: string): BuildContext {
    const [first, ...others] = this.#ignoreFiles;
    if (first === undefined || text === first.text) return this;
    return new BuildContext(this.#from, this.#limits, this.folder, [{ ...first, text }, ...others]);
  }

  /** True for a path that is there, ignored or not. */
  has(source: string): boolean {
    return this.#from.exists(join(this.folder, inside(source)));
  }

  /** True when the ignore file keeps a path out. */
  ignores(source: string): boolean {
    return this.#ignores(inside(source));
  }

  /** The files that a COPY or ADD brings in, and where they land. A folder's content is copied, not the folder. */
  copied({ sources, destination, exclude, parents }: CopyRequest): CopiedFile[] {
    const excluded = IgnoreRules.ofPatterns(exclude, (_, reason) => this.#problem('--exclude', reason));
    const into = sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(destination);
    return sources.flatMap((source) => {
      const [pivot, kept] = pivotOf(source, parents);
      const tops = this.#resolve(inside(source));
      return tops.flatMap((top) =>
        this.#below(top).flatMap((path): CopiedFile[] => {
          const name = path === top ? posix.basename(path) : path.slice(top === '' ? 0 : top.length + 1);
          if (excluded.ignores(name)) return [];
          if (parents) return [{ path, target: `${destination}/${kept ? path.slice(pivot.length) : path}` }];
          const isFile = path === top;
          return [
            { path, target: isFile && !into && tops.length === 1 ? destination : `${destination}/${name}` },
          ];
        }),
      );
    });
  }

  /** The first `most` bytes of a file, or undefined with a problem. */
  read(path: string, most: number): Buffer | undefined {
    const whole = join(this.folder, path);
    try {
      const real = this.#from.real(whole);
      if (relative(this.#from.real(this.folder), real).startsWith('..')) return undefined;
      return this.#from.file(real)?.read(most);
    } catch (error) {
      this.#problem(whole, `the file could not be read (${codeOf(error)})`);
      return undefined;
    }
  }

  /** What a source names: itself, or whatever its pattern matches. */
  #resolve(source: string): string[] {
    if (!/[*?[\\]/.test(source)) return [source];
    let pattern: Pattern;
    try {
      pattern = Pattern.ofSource(source);
    } catch {
      return [];
    }
    const tops = new Set<string>();
    const depth = source.split('/').length;
    for (const path of this.#all()) {
      const parts = path.split('/');
      const top = parts.slice(0, depth).join('/');
      if (parts.length >= depth && pattern.matches(top)) tops.add(top);
    }
    return [...tops];
  }

  #below(top: string): readonly string[] {
    if (top === '') return this.#all();
    if (this.#isFile(top)) return this.#ignores(top) ? [] : [top];
    const found: string[] = [];
    this.#walk(top, found);
    return found;
  }

  #isFile(path: string): boolean {
    const kind = this.#from.kind(join(this.folder, path));
    return kind === 'file' || kind === 'link';
  }

  #all(): readonly string[] {
    if (this.#files === undefined) {
      const found: string[] = [];
      this.#walk('', found);
      this.#files = found;
    }
    return this.#files;
  }

  #walk(folder: string, found: string[]): void {
    for (const entry of this.#entries(folder)) {
      if (found.length >= this.#limits.contextFiles) {
        this.#problem(
          this.folder,
          `the build context has more than ${this.#limits.contextFiles} files; ignore some of them ${limitHint('contextFiles')}`,
        );
        return;
      }
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const ignored = this.#ignores(path);
      if (entry.kind === 'folder') {
        if (!ignored || this.#rules.some((rules) => rules.mayKeepBelow(path))) this.#walk(path, found);
      } else if (!ignored && entry.kind === 'file') found.push(path);
    }
  }

  #entries(folder: string): readonly FileEntry[] {
    try {
      return this.#from.entries(join(this.folder, folder));
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR')
        this.#problem(join(this.folder, folder), `the folder could not be read (${code})`);
      return [];
    }
  }

  /** What one build sends is in it. */
  #ignores(path: string): boolean {
    return this.#rules.every((rules) => rules.ignores(path));
  }

  #text({ path, isMissing }: IgnorePlace): string {
    if (isMissing)
      this.#problem(path, 'a build names it as its ignore file, and it is not there; nothing was ignored');
    if (!this.#from.exists(path)) return '';
    try {
      const file = this.#from.file(path);
      if (file !== undefined) return file.read(file.size).toString('utf8');
      this.#problem(path, 'the ignore file could not be read (it is no file)');
    } catch (error) {
      this.#problem(path, `the ignore file could not be read (${codeOf(error)})`);
    }
    return '';
  }

  #problem(path: string, reason: string): void {
    if (!this.problems.some((one) => one.path === path)) this.problems.push({ path, reason });
  }
}

/** A source as a path below the root: nothing leads out of it. */
function inside(source: string): string {
  const path = posix.normalize(`/${source.split(sep).join('/')}`).slice(1);
  return path.replace(/\/$/, '');
}

/** `--parents` keeps what stands behind a `/./` in the source, or all of it. */
function pivotOf(source: string, parents: boolean): [pivot: string, kept: boolean] {
  const at = parents ? source.indexOf('/./') : -1;
  return at === -1 ? ['', false] : [`${inside(source.slice(0, at))}/`, true];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : basename(String(error));
}
