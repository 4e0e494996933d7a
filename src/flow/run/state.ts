import type { ShellNode } from '../../shell/script.ts';
import { CLEAN, type Taint, union } from '../taint.ts';
import { Files } from './files.ts';

/** What a word comes to. */
export interface Value {
  taint: Taint;
  /** Unknown parts as they are written: `$NAME/.npmrc`. */
  text: string;
}

/** A shell at a point of its script. */
export class ShellState {
  files: Files;
  folder: string;
  variables = new Map<string, Value>();
  readonly functions = new Map<string, readonly ShellNode[]>();
  /** What stands for standard input in words: `{}` of `xargs -I{}`. */
  stand?: { mark: string; taint: Taint };
  /** `set -x`: every command is printed, expanded. */
  traced = false;
  /** What was sourced or evaluated: names that nothing else sets may be from there. */
  sourced: Taint = CLEAN;
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
    child.sourced = this.sourced;
    child.isChild = true;
    child.traps = this.traps;
    if (this.ended !== undefined) child.ended = this.ended;
    if (this.stand !== undefined) child.stand = this.stand;
    return child;
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
    this.sourced = way.sourced;
    this.traps = way.traps;
    if (way.ended === undefined) delete this.ended;
    else this.ended = way.ended;
    for (const [name, body] of way.functions) this.functions.set(name, body);
  }

  #join(way: ShellState, usual: Files | undefined): void {
    this.files = Files.join(this.files, way.files, usual);
    this.traced ||= way.traced;
    this.sourced = union(this.sourced, way.sourced);
    if (way.traps.length > 0) this.traps = way.traps;
    for (const [name, body] of way.functions) this.functions.set(name, body);
    for (const [name, value] of way.variables) {
      const own = this.variables.get(name);
      if (own === undefined) this.variables.set(name, value);
      else if (own !== value)
        this.variables.set(name, { taint: union(own.taint, value.taint), text: own.text || value.text });
    }
  }
}
