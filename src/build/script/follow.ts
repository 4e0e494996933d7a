import { append } from '../../config/append.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import { parseShell } from '../../shell/parse.ts';
import {
  childrenOf,
  type ShellBranch,
  type ShellCommand,
  type ShellNode,
  type ShellSlot,
} from '../../shell/script.ts';
import { dropsEnvironment, unwrap } from '../../shell/wrappers.ts';
import type { BuildPath, FilePlace, ShellKind } from '../build-path.ts';
import type { BuildProblem } from '../build-problem.ts';
import { type GivenWord, wordText } from '../command/flags.ts';
import type { CommandPlace } from '../command/line-places.ts';
import { type Folders, pathsOf, ROOT } from '../command/paths.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { mayBuild } from '../mentions.ts';
import type { Repository } from '../repository.ts';
import { templateOf, text, type Value } from '../value.ts';
import { assign, setVariable } from './assign.ts';
import { mergeWays } from './branches.ts';
import { buildIn, doubtOf } from './build-in.ts';
import { CHECKOUTS } from './checkouts.ts';
import { type Marked, plainText } from './expressions.ts';
import { logicalLines, withPlainLines } from './lines.ts';
import { outputOf } from './output.ts';
import { ScriptState } from './state.ts';
import { expandWord, valueOfVariable, type WordPlace } from './words.ts';

/** Where a script stands and runs. */
export interface ScriptPlace {
  source: SourceText;
  repository: Repository;
  /** Of the file that holds it, relative to the root. */
  path: string;
  /** Where it may be started. */
  folders: Folders;
  /** What the environment sets; a variable that it does not have comes from outside. */
  environment?: ReadonlyMap<string, Value>;
  /** It is run on another machine. */
  isFar?: boolean;
}

/** Nodes followed in one script, loops and functions included. */
const MOST_STEPS = 20_000;
/** Of a script in one piece, in UTF-16 units: open brackets in open brackets take the parser the square of it. */
const LONGEST = 1 << 17;
const MOST_BUILDS = 1000;
const MOST_ROUNDS = 20;
const DEEPEST = 12;
const HIDES = { hidesBuild: true } as const;

/** The builds that a shell script starts, as far as it can be followed. Never throws. */
export function buildsInScript(script: MappedText | Marked, place: ScriptPlace): BuildPath[] {
  const marked = withPlainLines('expressions' in script ? script : plainText(script));
  const { text: written, expressions } = marked;
  if (!mayBuild(written.text) && !expressions.some((value) => mayBuild(templateOf(value)))) return [];
  return new Follower(marked, place).follow();
}

/** What a script prints, as far as that is known. */
export function outputOfScript(script: Marked, place: ScriptPlace): Value {
  return new Follower(script, place).output(
    parseShell(script.text.text).body,
    new ScriptState(place.folders),
  );
}

/** The words of a text as a shell parts them: arguments that a CI system hands to a builder. */
export function wordsOfText(words: Marked, place: ScriptPlace): GivenWord[] {
  return new Follower(words, place).words();
}

class Follower implements WordPlace {
  readonly expressions: readonly Value[];
  readonly #script: MappedText;
  readonly #shell: ShellKind;
  readonly #around: ScriptPlace;
  readonly #builds: BuildPath[] = [];
  readonly #called = new Set<string>();
  #steps = 0;

  constructor({ text: script, expressions, shell = 'posix' }: Marked, around: ScriptPlace) {
    this.#script = script;
    this.#shell = shell;
    this.expressions = expressions;
    this.#around = around;
  }

  follow(): BuildPath[] {
    const { folders, isFar } = this.#around;
    const state = isFar === true ? new ScriptState(folders).far() : new ScriptState(folders);
    if (this.#script.length > LONGEST) this.#behind(0, 'is too long to be followed as a script', state);
    else {
      const { body, problems } = parseShell(this.#script.text);
      this.#nodes(body, state, 0);
      const [first] = problems;
      if (first !== undefined) this.#behind(first.at, 'is no shell script from here on', state);
    }
    for (const [name, nodes] of state.functions)
      if (!this.#called.has(name)) this.#nodes(nodes, state.fork(), 1);
    if (this.#steps > MOST_STEPS || this.#builds.length >= MOST_BUILDS)
      this.#tell(0, 'has too many steps or builds to be followed to its end; builds may be missing', true);
    return this.#builds;
  }

  words(): GivenWord[] {
    const state = new ScriptState(this.#around.folders);
    const { commands } = parseShell(this.#script.text);
    return commands.flatMap(({ words }) => words.flatMap((word) => expandWord(word, state, this)));
  }

  /** Where the parser lost its way, each line that may build is read for itself. */
  #behind(at: number, why: string, state: ScriptState): void {
    this.#tell(at, `${why}; lines that build were read one by one`, false);
    for (const { index, line } of logicalLines(this.#script.text, at)) {
      if (!mayBuild(line)) continue;
      if (line.length > LONGEST) {
        this.#tell(index, `has a line of more than ${LONGEST} characters here, which was not read`, true);
        continue;
      }
      const piece = new Follower(
        {
          text: this.#script.slice(index, index + line.length),
          expressions: this.expressions,
          shell: this.#shell,
        },
        this.#around,
      );
      append(this.#builds, piece.#inState(state));
    }
  }

  #inState(state: ScriptState): readonly BuildPath[] {
    this.#nodes(parseShell(this.#script.text).body, state.fork(), 0);
    return this.#builds;
  }

  #tell(at: number, reason: string, grave: boolean, more: Pick<BuildProblem, 'hidesBuild'> = {}): void {
    const { source, repository } = this.#around;
    const { line, column } = source.position(this.#script.offsetAt(at));
    repository.tell({ what: `${source.path}:${line}:${column}`, reason, grave, ...more });
  }

  place(start: number, end: number): FilePlace {
    const { source } = this.#around;
    const span = this.#script.span(start, end);
    // What joins the lines of a script may stand behind the end of the file.
    const { length } = source.text;
    return { source, start: Math.min(span.start, length), end: Math.min(span.end, length) };
  }

  written({ start, end }: ShellSlot): string {
    return this.#script.text.slice(start, end);
  }

  get names(): Vocabulary {
    return this.#around.repository.names;
  }

  outside(name: string): Value {
    const { environment, path } = this.#around;
    if (name === '0' || name === 'BASH_SOURCE') return text(ROOT + path);
    if (CHECKOUTS.has(name)) return text(ROOT);
    return environment?.get(name) ?? [{ kind: 'variable', name }];
  }

  output(script: readonly ShellNode[], state: ScriptState): Value {
    return outputOf(script, state.fork(), this, (command, inner) => this.#changeFolder(command, inner));
  }

  #nodes(nodes: readonly ShellNode[], state: ScriptState, depth: number): void {
    for (const node of nodes) this.#node(node, state, depth);
  }

  #node(node: ShellNode, state: ScriptState, depth: number): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS || depth > DEEPEST) return;
    if (node.kind === 'command') this.#command(node, state, depth);
    else if (node.kind === 'loop') this.#loop(node, state, depth);
    else if (node.kind === 'function') state.functions.set(node.name, node.body);
    else if (node.kind === 'branch') this.#branch(node, state, depth);
    else if (node.kind === 'pipeline') for (const part of node.parts) this.#node(part, state.fork(), depth);
    else this.#nodes(childrenOf(node), node.kind === 'group' && node.subshell ? state.fork() : state, depth);
  }

  /** Any of the arms may have run. */
  #branch({ arms, otherwise }: ShellBranch, state: ScriptState, depth: number): void {
    const ways = arms.map(({ condition, body }) => {
      this.#nodes(condition, state, depth);
      const way = state.fork();
      this.#nodes(body, way, depth);
      return way;
    });
    const last = state.fork();
    this.#nodes(otherwise ?? [], last, depth);
    mergeWays(state, [...ways, last]);
  }

  #loop(
    { variable, items, body }: Extract<ShellNode, { kind: 'loop' }>,
    state: ScriptState,
    depth: number,
  ): void {
    const words = items.flatMap((item) => expandWord(item, state, this)).slice(0, MOST_ROUNDS);
    if (variable === undefined || words.length === 0) this.#nodes(body, state, depth);
    else
      for (const { value, at } of words) {
        if (this.#steps > MOST_STEPS) return;
        setVariable(state, variable, { value, at }, this);
        this.#nodes(body, state, depth);
      }
  }

  #command(command: ShellCommand, state: ScriptState, depth: number): void {
    const { words, assigned } = unwrap(command.words);
    const isOwn =
      words.length === 0 || /^(?:export|local|readonly|declare|typeset)$/.test(words[0]?.template ?? '');
    const inner = isOwn ? state : state.fork();
    for (const assignment of command.assignments) assign(assignment, inner, this);
    for (const word of assigned) this.#assignWord(expandWord(word, state, this), inner);
    if (isOwn) return;
    if (command.script !== undefined || command.far !== undefined) {
      const own = dropsEnvironment(command.words) ? state.bare() : state.fork();
      this.#nodes(command.script ?? [], own, depth + 1);
      this.#nodes(command.far ?? [], state.far(), depth + 1);
      return;
    }
    const given = words.flatMap((word) => expandWord(word, state, this));
    if (!this.#builtin(command, given, state)) this.#run(command, given, { state, inner, depth });
  }

  /** `env NAME=value docker build …`. */
  #assignWord(words: readonly GivenWord[], state: ScriptState): void {
    for (const { value, at } of words) {
      const [first, ...rest] = value;
      const pair = first?.kind === 'text' ? /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) : null;
      if (pair !== null)
        setVariable(state, pair[1] ?? '', { value: [...text(pair[2] ?? ''), ...rest], at }, this);
    }
  }

  /** Commands that change the shell itself. */
  #builtin(command: ShellCommand, [first, ...rest]: readonly GivenWord[], state: ScriptState): boolean {
    switch (wordText(first)) {
      case 'cd':
      case 'pushd':
        this.#changeFolder(command, state);
        return true;
      case 'set': {
        const dashes = rest.findIndex((word) => wordText(word) === '--');
        if (dashes !== -1) state.operands = rest.slice(dashes + 1);
        return true;
      }
      case 'unset':
        for (const word of rest) state.variables.delete(wordText(word) ?? '');
        return true;
      case 'shift':
        state.operands = state.operands?.slice(Number(wordText(rest[0]) ?? '1') || 1) ?? [];
        return true;
      default:
        return false;
    }
  }

  #changeFolder({ words }: ShellCommand, state: ScriptState): void {
    const target = words.slice(1).find(({ template }) => !template.startsWith('-'));
    const [word] = target === undefined ? [] : expandWord(target, state, this);
    const paths = word === undefined ? [] : pathsOf(word.value, state.folders);
    if (paths.length > 0) state.folders = state.isFar ? [...paths, ...state.folders] : paths;
  }

  #run(
    command: ShellCommand,
    given: readonly GivenWord[],
    { state, inner, depth }: { state: ScriptState; inner: ScriptState; depth: number },
  ): void {
    const name = wordText(given[0]) ?? '';
    const body = state.functions.get(name);
    if (body !== undefined) {
      this.#called.add(name);
      const outer = state.operands;
      state.operands = given.slice(1);
      this.#nodes(body, state, depth + 1);
      if (outer === undefined) delete state.operands;
      else state.operands = outer;
      return;
    }
    const known = buildIn(command, given);
    const doubt = known === undefined ? doubtOf(given, this.#shell) : undefined;
    if (doubt !== undefined) this.#tell(command.start, `${doubt}; a build may be missing`, false, HIDES);
    if (known === undefined || this.#builds.length >= MOST_BUILDS) return;
    this.#assignWord(given.slice(1, -known.rest.length || undefined), inner);
    append(this.#builds, buildsOfCommand(known, this.#commandPlace(command, inner)));
  }

  #commandPlace(command: ShellCommand, state: ScriptState): CommandPlace {
    const input = this.#input(command, state);
    const [first = command] = command.words;
    return {
      at: this.place(command.start, command.end),
      folders: state.folders,
      lookup: (name) => {
        const own = state.variables.get(name);
        return own === undefined ? this.outside(name) : valueOfVariable(own);
      },
      repository: this.#around.repository,
      shell: {
        kind: this.#shell,
        first: this.place(first.start, first.end),
        isFar: state.isFar || state.isBare,
      },
      ...(input !== undefined && { input }),
    };
  }

  #input({ input, redirects }: ShellCommand, state: ScriptState): CommandPlace['input'] {
    const document = input.at(-1);
    if (document !== undefined) return { text: this.#script.slice(document.start, document.end) };
    const from = redirects.find(({ operator }) => operator === '<');
    const [file] = from === undefined ? [] : expandWord(from.target, state, this);
    return file === undefined ? undefined : { file };
  }
}
