import type { ShellNode } from '../../shell/script.ts';
import type { FilePlace } from '../build-path.ts';
import type { GivenWord } from '../command/flags.ts';
import type { Folders } from '../command/paths.ts';
import type { Value } from '../value.ts';

/** A variable of a script: one value, or an array's. */
export interface Variable {
  value: Value;
  words?: readonly GivenWord[];
  at: FilePlace;
}

/** What a script has come to at one of its commands. */
export class ScriptState {
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, readonly ShellNode[]>;
  folders: Folders;
  /** `$1`…; absent where nobody says what the script is called with. */
  operands?: readonly GivenWord[];
  /** It runs on another machine or in a container, where the environment is another one. */
  isFar = false;
  /** What runs it hands no environment on: `sudo`, `su`, `env -i`. */
  isBare = false;

  constructor(
    folders: Folders,
    variables: Iterable<readonly [string, Variable]> = [],
    functions: Iterable<readonly [string, readonly ShellNode[]]> = [],
    operands?: readonly GivenWord[],
  ) {
    this.folders = folders;
    this.variables = new Map(variables);
    this.functions = new Map(functions);
    if (operands !== undefined) this.operands = operands;
  }

  /** A subshell's: what it sets ends with it. */
  fork(): ScriptState {
    const state = new ScriptState(this.folders, this.variables, this.functions, this.operands);
    state.isFar = this.isFar;
    state.isBare = this.isBare;
    return state;
  }

  /** That of a script which is run here, with another environment. */
  bare(): ScriptState {
    const state = this.fork();
    state.isBare = true;
    return state;
  }

  /** That of a script which is run elsewhere. */
  far(): ScriptState {
    const state = this.fork();
    state.isFar = true;
    return state;
  }
}
