import type { ShellNode } from '../../shell/script.ts';
import { CLEAN, type Taint, union } from '../taint.ts';
import { Files } from './files.ts';

/** What a word comes to. */
export interface Value {
  taint: Taint;
  /** Unknown parts as they are written: `$NAME/.npmrc`. */
  text: string;
}

/** A shell variable. */
export interface Variable extends Value {
  /** Programs that the shell starts have it too. */
  exported: boolean;
}

/** A shell at a point of its script. */
export class ShellState {
  files: Files;
  folder: string;
  variables = new Map<string, Variable>();
  readonly functions = new Map<string, readonly ShellNode[]>();
  /** What stands for standard input in words: `{}` of `xargs -I{}`. */
  stand?: { mark: string; taint: Taint };
  /** `set -x`: every command is printed, expanded. */
  traced = false;
  /** `set -a`: every variable is exported. */
  exportsAll = false;
  /** What was sourced or evaluated: names that nothing else sets may be from there. */
  sourced: Taint = CLEAN;
  /** The part of it that is exported. */
  sourcedExported: Taint = CLEAN;
  /** Where `exec` sent its outputs, by descriptor. */
  readonly streams = new Map<number, string>();
  /** Run when the shell ends. */
  traps: readonly ShellNode[] = [];
  /** The shell has ended, and with a status that leaves no layer, or an unknown one. */
  ended?: 'failed' | 'done';

  constructor(files: Files, folder: string) {
    this.files = files;
    this.folder = folder;
  }

  /** A child process: when it ends, its parent goes on. */
  isChild = false;

  /** The same shell on another way through the script. */
  fork(): ShellState {
    const fork = this.subshell();
    fork.files = this.files.clone();
    fork.isChild = this.isChild;
    return fork;
  }

  /** A child process: it changes files, but no variables of its parent. */
  subshell(): ShellState {
    const child = new ShellState(this.files, this.folder);
    child.variables = new Map(this.variables);
    for (const [name, body] of this.functions) child.functions.set(name, body);
    child.traced = this.traced;
    child.exportsAll = this.exportsAll;
    child.sourced = this.sourced;
    child.sourcedExported = this.sourcedExported;
    for (const [descriptor, path] of this.streams) child.streams.set(descriptor, path);
    child.isChild = true;
    child.traps = this.traps;
    if (this.ended !== undefined) child.ended = this.ended;
    if (this.stand !== undefined) child.stand = this.stand;
    return child;
  }

  /** A program that the shell starts, if that is a shell: it has what is exported. */
  program(): ShellState {
    const child = new ShellState(this.files, this.folder);
    child.isChild = true;
    for (const [name, variable] of this.variables) if (variable.exported) child.variables.set(name, variable);
    child.sourced = this.sourcedExported;
    child.sourcedExported = this.sourcedExported;
    for (const [descriptor, path] of this.streams) child.streams.set(descriptor, path);
    if (this.stand !== undefined) child.stand = this.stand;
    return child;
  }

  /** The shell ends here, with success or an unknown status. */
  end(ends: ShellState[]): void {
    this.ended = 'done';
    if (!this.isChild) ends.push(this.fork());
  }

  /** Sets a variable; without being told it stays exported if it was. */
  set(
    name: string,
    value: Value,
    exported = this.exportsAll || this.variables.get(name)?.exported === true,
  ): void {
    this.variables.set(name, { ...value, exported });
  }

  /** Takes in what a file or command sets, names unknown. */
  source(taint: Taint, exported = this.exportsAll): void {
    this.sourced = union(this.sourced, taint);
    if (exported) this.sourcedExported = union(this.sourcedExported, taint);
  }

  /**
   * Takes over what either of the ways may have come to. A way that failed leaves no layer and is left out.
   *
   * @param usual the one that is taken as a rule
   */
  become(ways: readonly ShellState[], usual?: ShellState): void {
    const alive = ways.filter(({ ended }) => ended === undefined);
    const [first = ways[0], ...rest] = alive;
    if (first === undefined) return;
    const usualFiles = usual?.files;
    this.#take(first);
    for (const way of rest) this.#join(way, usualFiles);
  }

  #take(way: ShellState): void {
    this.files = way.files;
    this.folder = way.folder;
    this.variables = way.variables;
    this.traced = way.traced;
    this.exportsAll = way.exportsAll;
    this.sourced = way.sourced;
    this.sourcedExported = way.sourcedExported;
    for (const [descriptor, path] of way.streams) this.streams.set(descriptor, path);
    this.traps = way.traps;
    if (way.ended === undefined) delete this.ended;
    else this.ended = way.ended;
    for (const [name, body] of way.functions) this.functions.set(name, body);
  }

  #join(way: ShellState, usual: Files | undefined): void {
    this.files = Files.join(this.files, way.files, usual);
    this.traced ||= way.traced;
    this.sourced = union(this.sourced, way.sourced);
    this.sourcedExported = union(this.sourcedExported, way.sourcedExported);
    if (way.traps.length > 0) this.traps = way.traps;
    for (const [name, body] of way.functions) this.functions.set(name, body);
    for (const [name, value] of way.variables) {
      const own = this.variables.get(name);
      if (own === undefined) this.variables.set(name, value);
      else if (own !== value) {
        const taint = union(own.taint, value.taint);
        const exported = own.exported || value.exported;
        this.variables.set(name, { taint, text: own.text || value.text, exported });
      }
    }
  }
}
