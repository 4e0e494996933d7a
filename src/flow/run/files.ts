import type { Stay } from '../stay.ts';
import { CLEAN, doubted, type Taint, union } from '../taint.ts';
import { absolutePath, baseName, globOf, isBelow } from './paths.ts';

/** A file that may hold something. Files that hold nothing are not kept. */
export interface StoredFile {
  taint: Taint;
  /** Where it came to stay in earlier layers; empty for one of this step. */
  stays: readonly Stay[];
  /** It is a symbolic link to this path. */
  link?: string;
}

/** The files of a stage between its steps, by absolute path. */
export class StageFiles extends Map<string, StoredFile> {
  /** There has been a symbolic link among them. */
  hasLinks = false;
  /** That steps have made. */
  readonly folders = new Set<string>();

  override set(path: string, file: StoredFile): this {
    this.hasLinks ||= file.link !== undefined;
    return super.set(path, file);
  }
}

const MOST_LINKS = 8;

/** The files of a stage as one step sees and changes them. */
export class Files {
  readonly #before: StageFiles;
  /** Undefined for what the step removed. */
  readonly #changed: Map<string, StoredFile | undefined>;
  #hasLinks: boolean;

  constructor(before: StageFiles, changed: Files['changes'] = new Map(), hasLinks = before.hasLinks) {
    this.#before = before;
    this.#changed = new Map(changed);
    this.#hasLinks = hasLinks;
  }

  clone(): Files {
    return new Files(this.#before, this.#changed, this.#hasLinks);
  }

  get changes(): ReadonlyMap<string, StoredFile | undefined> {
    return this.#changed;
  }

  get(path: string): StoredFile | undefined {
    return this.#changed.has(path) ? this.#changed.get(path) : this.#before.get(path);
  }

  makeFolder(path: string): void {
    this.#before.folders.add(path);
  }

  isFolder(path: string): boolean {
    return this.#before.folders.has(path);
  }

  /** Where a path leads, symbolic links of files and folders followed. */
  resolve(path: string): string {
    let at = path;
    for (let steps = 0; steps < MOST_LINKS; steps += 1) {
      const next = this.#followOne(at);
      if (next === undefined) return at;
      at = next;
    }
    return at;
  }

  #followOne(path: string): string | undefined {
    if (!this.#hasLinks) return undefined;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const link = this.get(path.slice(0, end))?.link;
      if (link !== undefined) return link + path.slice(end);
    }
    return undefined;
  }

  read(path: string): Taint {
    const match = globOf(path);
    if (match === undefined) return this.get(this.resolve(path))?.taint ?? CLEAN;
    return union(
      ...this.#paths()
        .filter(match)
        .map((one) => this.get(one)?.taint ?? CLEAN),
    );
  }

  /** The files at or below a path, or that a pattern matches. */
  below(path: string): [path: string, file: StoredFile][] {
    const match = globOf(path);
    const found = this.#paths().filter((one) => isBelow(one, path) || match?.(one) === true);
    return found.flatMap((one): [string, StoredFile][] => {
      const file = this.get(one);
      return file === undefined ? [] : [[one, file]];
    });
  }

  write(path: string, taint: Taint, append = false): void {
    const at = this.resolve(path);
    const old = append ? (this.get(at)?.taint ?? CLEAN) : CLEAN;
    const whole = union(old, taint);
    if (whole.size > 0) this.#changed.set(at, { taint: whole, stays: [] });
    else if (this.get(at) !== undefined) this.#changed.set(at, undefined);
  }

  link(path: string, target: string): void {
    this.#hasLinks = true;
    this.#changed.set(path, { taint: CLEAN, stays: [], link: target });
  }

  /** What is still there may not hold it any more. */
  doubt(path: string): void {
    const at = this.resolve(path);
    const file = this.get(at);
    if (file !== undefined) this.#changed.set(at, { ...file, taint: doubted(file.taint) });
  }

  /** Removes a file, what a pattern matches, or a folder with all that is in it. */
  remove(path: string, recursive: boolean): void {
    if (!recursive && globOf(path) === undefined) {
      if (this.get(path) !== undefined) this.#changed.set(path, undefined);
      return;
    }
    const match = globOf(path);
    for (const one of this.#paths()) {
      const gone = match === undefined ? isBelow(one, path) : matchesFolder(match, one, recursive);
      if (gone) this.#changed.set(one, undefined);
    }
  }

  /** Copies a file or a folder's content; `to` is a folder when it ends in `/` or is known as one. */
  copy(from: string, to: string, intoFolder: boolean): string[] {
    const written: string[] = [];
    for (const [path, { taint }] of this.below(this.resolve(from))) {
      if (taint.size === 0) continue;
      const inside = isBelow(path, from) ? path.slice(from.length) : `/${baseName(path)}`;
      const base = intoFolder && isBelow(path, from) ? `${to}/${baseName(from)}` : to;
      const target = absolutePath(`${base}${inside}`, '/');
      this.write(target, taint);
      written.push(target);
    }
    return written;
  }

  /**
   * What either of two ways through a script may leave. What only one of them removed may still be there.
   *
   * @param usual the way that a step takes as a rule: what only the other one removed is still there
   */
  static join(a: Files, b: Files, usual?: Files): Files {
    const joined = a.clone();
    joined.#hasLinks ||= b.#hasLinks;
    for (const path of new Set([...a.#changed.keys(), ...b.#changed.keys()])) {
      const one = a.get(path);
      const other = b.get(path);
      if (one === other) continue;
      if (one !== undefined && other !== undefined) joined.#changed.set(path, both(one, other));
      else {
        const [left, without] = one === undefined ? [b, a] : [a, b];
        const file = left.get(path);
        const sure = left === usual || !without.#changed.has(path);
        joined.#changed.set(
          path,
          sure || file === undefined ? file : { ...file, taint: doubted(file.taint) },
        );
      }
    }
    return joined;
  }

  #paths(): string[] {
    const paths = [...this.#changed.keys()];
    for (const path of this.#before.keys()) if (!this.#changed.has(path)) paths.push(path);
    return paths;
  }
}

function matchesFolder(match: (path: string) => boolean, path: string, recursive: boolean): boolean {
  if (match(path)) return true;
  if (!recursive) return false;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    if (match(path.slice(0, slash))) return true;
  return false;
}

function both(one: StoredFile, other: StoredFile): StoredFile {
  return { ...one, taint: union(one.taint, other.taint), stays: [...one.stays, ...other.stays] };
}
