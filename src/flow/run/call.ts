import type { Span } from '../../dockerfile/source-text.ts';
import type { ShellNode, ShellWord } from '../../shell/script.ts';
import type { Taint } from '../taint.ts';
import { absolutePath } from './paths.ts';
import type { ShellState, Value } from './state.ts';
import type { RunWorld } from './world.ts';

/** Where standard output goes: to the build log, or to whoever asked for it. */
export type Output = 'log' | 'taken';

/** What commands can ask of the shell that runs them. */
export interface Shell {
  readonly world: RunWorld;
  /** How things stood wherever the script ended itself. */
  readonly ends: ShellState[];
  run(nodes: readonly ShellNode[], state: ShellState, input?: Taint, output?: Output): Taint;
  evaluate(word: ShellWord, state: ShellState): Value;
  write(path: string, taint: Taint, at: Span, state: ShellState, append?: boolean): void;
  read(value: Value, state: ShellState): Taint;
}

/** One command as it is run: its words evaluated. */
export class Call {
  readonly shell: Shell;
  readonly state: ShellState;
  /** Of the program, its folder left out. */
  readonly name: string;
  /** Those behind the name. */
  readonly words: readonly ShellWord[];
  readonly args: Value[];
  readonly stdin: Taint;
  /** Its last argument is what `xargs` read. */
  readonly xargs: boolean;
  /** It is given `NAME=value`, before or behind its name. */
  readonly assigns: boolean;
  /** The whole command. */
  readonly at: Span;

  constructor(
    shell: Shell,
    state: ShellState,
    command: Pick<Call, 'name' | 'words' | 'args' | 'stdin' | 'xargs' | 'assigns' | 'at'>,
  ) {
    this.shell = shell;
    this.state = state;
    this.name = command.name;
    this.words = command.words;
    this.args = command.args;
    this.stdin = command.stdin;
    this.xargs = command.xargs;
    this.assigns = command.assigns;
    this.at = command.at;
  }

  has(option: RegExp): boolean {
    return this.args.some(({ text }) => option.test(text));
  }

  /** The value of an option: `-o FILE`, `-oFILE`, `--output FILE`, `--output=FILE`. */
  option(...names: readonly string[]): Value | undefined {
    for (const [index, { text, taint }] of this.args.entries()) {
      for (const name of names) {
        if (text === name) return this.args[index + 1];
        const glued = name.startsWith('--') ? `${name}=` : name;
        if (text.startsWith(glued) && (glued.endsWith('=') || glued.length === 2))
          return { taint, text: text.slice(glued.length) };
      }
    }
    return undefined;
  }

  /** What is no option; `valued` are the letters of the options, and the long ones, that take the next word. */
  operands(valued = '', long: readonly string[] = []): Value[] {
    const found: Value[] = [];
    let onlyOperands = false;
    for (let at = 0; at < this.args.length; at += 1) {
      const arg = this.args[at];
      if (arg === undefined) break;
      const { text } = arg;
      if (onlyOperands || !/^-./.test(text)) found.push(arg);
      else if (text === '--') onlyOperands = true;
      else if ((/^-[A-Za-z]+$/.test(text) && valued.includes(text.slice(-1))) || long.includes(text)) at += 1;
    }
    return found;
  }

  path({ text }: Value): string {
    return absolutePath(text, this.state.folder);
  }

  read(value: Value): Taint {
    return this.shell.read(value, this.state);
  }

  write({ text }: Value, taint: Taint, append = false): void {
    this.shell.write(text, taint, this.at, this.state, append);
  }
}
