import {
  commandName,
  type ShellCommand,
  type ShellNode,
  type ShellRedirect,
  type ShellSlot,
  type ShellWord,
} from '../../shell/script.ts';
import { unwrap } from '../../shell/wrappers.ts';
import { CLEAN, step, type Taint, union } from '../taint.ts';
import { Call, type Output, type Shell } from './call.ts';
import { printedBy } from './commands.ts';
import { absolutePath, isEnvironment, isKept, isStandardOut } from './paths.ts';
import { isOutput, openStreams } from './redirects.ts';
import type { ShellState, Value } from './state.ts';
import { absent, isTest, merged, restore } from './ways.ts';
import { Words } from './words.ts';
import type { RunWorld } from './world.ts';

const MOST_STEPS = 50_000;
const DEEPEST = 32;
/** What they set stays set. */
const KEEPS = new Set(['export', 'local', 'readonly', 'declare', 'typeset', 'eval', '.', 'source']);

/** Follows values through a script, on every way through it at once. */
export class Machine implements Shell {
  readonly world: RunWorld;
  readonly #words: Words;
  /** How things stood wherever the script ended itself. */
  readonly ends: ShellState[] = [];
  #steps = 0;
  #depth = 0;

  constructor(world: RunWorld) {
    this.world = world;
    this.#words = new Words(world, (nodes, state) => this.run(nodes, state, CLEAN, 'taken'));
  }

  /** True when the script was too long to be followed to its end. */
  get exhausted(): boolean {
    return this.#steps > MOST_STEPS;
  }

  /** Runs nodes one after the other and answers what they print, unless that goes to the log. */
  run(nodes: readonly ShellNode[], state: ShellState, input: Taint = CLEAN, output: Output = 'log'): Taint {
    let printed = CLEAN;
    if (this.#depth > DEEPEST) return printed;
    this.#depth += 1;
    for (const node of nodes) {
      if (state.ended !== undefined || this.#steps > MOST_STEPS) break;
      this.#steps += 1;
      printed = union(printed, this.#node(node, state, input, output));
    }
    this.#depth -= 1;
    return printed;
  }

  #node(node: ShellNode, state: ShellState, input: Taint, output: Output): Taint {
    switch (node.kind) {
      case 'command':
        return this.#command(node, state, input, output);
      case 'pipeline':
        return this.#pipeline(node.parts, state, input, output);
      case 'list':
        return this.#list(node, state, input, output);
      case 'group': {
        const inner = node.subshell ? state.subshell() : state;
        const from = this.#input(node, state, input);
        const to = node.redirects.some(isOutput) ? 'taken' : output;
        const printed = this.run(node.body, inner, from, to);
        state.files = inner.files;
        return to === output ? printed : this.#redirect(node.redirects, printed, state);
      }
      case 'branch':
        return this.#branch(node, state, input, output);
      case 'loop':
        return this.#loop(node, state, input, output);
      default:
        state.functions.set(node.name, node.body);
        return CLEAN;
    }
  }

  #pipeline(parts: readonly ShellNode[], state: ShellState, input: Taint, output: Output): Taint {
    let flowing = input;
    parts.forEach((part, index) => {
      const inner = parts.length > 1 ? state.subshell() : state;
      flowing = this.run([part], inner, flowing, index === parts.length - 1 ? output : 'taken');
      state.files = inner.files;
    });
    return flowing;
  }

  /** A step leaves a layer only if it succeeds, so what stands behind `&&` ran; what stands behind `||` may have. */
  #list(
    { first, rest }: Extract<ShellNode, { kind: 'list' }>,
    state: ShellState,
    input: Taint,
    output: Output,
  ): Taint {
    const without = absent(first, state, (word) => this.evaluate(word, state));
    let printed = this.run([first], state, input, output);
    let previous = first;
    for (const { operator, node } of rest) {
      if (state.ended !== undefined) break;
      const untaken = previous === first && operator === '&&' ? without : undefined;
      const optional = operator === '||' || isTest(previous);
      const other = optional ? (untaken ?? state.fork()) : undefined;
      printed = union(printed, this.run([node], state, input, output));
      if (other !== undefined) state.become([other, state.fork()], operator === '||' ? other : undefined);
      previous = node;
    }
    return printed;
  }

  #branch(
    { arms, otherwise }: Extract<ShellNode, { kind: 'branch' }>,
    state: ShellState,
    input: Taint,
    output: Output,
  ): Taint {
    let printed = CLEAN;
    let untaken = state.fork();
    const ways: ShellState[] = [];
    for (const { condition, body } of arms) {
      const [only] = condition;
      const gone =
        only !== undefined && condition.length === 1
          ? absent(only, untaken, (word) => this.evaluate(word, untaken))
          : undefined;
      printed = union(printed, this.run(condition, untaken, input, output));
      const way = untaken.fork();
      printed = union(printed, this.run(body, way, input, output));
      ways.push(way);
      untaken = gone ?? untaken;
    }
    if (otherwise !== undefined) printed = union(printed, this.run(otherwise, untaken, input, output));
    state.become([...ways, untaken]);
    return printed;
  }

  #loop(
    { variable, items, body }: Extract<ShellNode, { kind: 'loop' }>,
    state: ShellState,
    input: Taint,
    output: Output,
  ): Taint {
    const values = items.map((word) => this.evaluate(word, state));
    const known = values.filter(({ text }) => text !== '');
    let printed = CLEAN;
    for (const value of known.length > 0 && known.length <= 16 ? known : [merged(values)]) {
      if (variable !== undefined) state.set(variable, value);
      printed = union(printed, this.run(body, state, input, output));
    }
    return printed;
  }

  #command(node: ShellCommand, state: ShellState, input: Taint, output: Output): Taint {
    const { words, xargs, assigned, replaces } = unwrap(node.words);
    const before = new Map(state.variables);
    const set = this.#assignments(node, words, assigned, state);
    const stdin = this.#input(node, state, input);
    if (xargs !== undefined && xargs !== '') state.stand = { mark: xargs, taint: stdin };
    const call = this.#call(node, words, { stdin, set, xargs: xargs !== undefined }, state);
    if (xargs === '' && stdin.size > 0) call.args.push({ taint: stdin, text: '$(xargs)' });
    if (state.traced)
      this.world.print(union(...set, ...call.args.map(({ taint }) => taint)), call.at, 'printed by set -x');
    if (call.name === 'exec') openStreams(node.redirects, state, (word) => this.evaluate(word, state));
    const toLog = output === 'log' && !state.streams.has(1) && !node.redirects.some(isOutput);
    const read = words.length === 0 && set.length === 0 && !toLog ? stdin : CLEAN;
    const printed = union(read, printedBy(call, node.script, toLog ? 'log' : 'taken'));
    delete state.stand;
    if (words.length > 0 && !KEEPS.has(call.name)) restore(state, before, node, assigned);
    if (replaces === true) {
      state.traps = [];
      state.end(this.ends);
    }
    if (toLog) this.world.print(printed, call.at, `printed by ${call.name}`);
    return toLog ? CLEAN : this.#send(printed, node.redirects, output, call.at, state);
  }

  #call(
    node: ShellCommand,
    words: readonly ShellWord[],
    { stdin, set, xargs }: { stdin: Taint; set: readonly Taint[]; xargs: boolean },
    state: ShellState,
  ): Call {
    const at = this.world.span(node.start, node.end);
    const args = words.slice(1).map((word) => this.evaluate(word, state));
    for (const word of node.words.slice(0, -args.length || undefined)) {
      const { taint } = word.slots.length > 0 ? this.evaluate(word, state) : { taint: CLEAN };
      if (word === words[0] && word.template.length === 1)
        this.world.print(taint, at, 'printed as the name of a command that is not there');
    }
    const name = commandName(words);
    return new Call(this, state, {
      name,
      words: words.slice(1),
      args,
      stdin: xargs ? CLEAN : stdin,
      xargs,
      assigns: set.length > 0,
      at,
    });
  }

  /** Where `exec` sent standard output to, unless a redirect or a reader is nearer. */
  #send(
    printed: Taint,
    redirects: readonly ShellRedirect[],
    output: Output,
    at: ReturnType<RunWorld['span']>,
    state: ShellState,
  ): Taint {
    const stream = state.streams.get(1);
    if (output === 'taken' || stream === undefined || redirects.some(isOutput))
      return this.#redirect(redirects, printed, state);
    this.write(stream, printed, at, state, true);
    return CLEAN;
  }

  #assignments(
    { assignments }: ShellCommand,
    words: readonly ShellWord[],
    assigned: readonly ShellWord[],
    state: ShellState,
  ): Taint[] {
    const declares = KEEPS.has(commandName(words));
    const exports =
      words.length > 0 && (!declares || words.some(({ template }) => /^(?:export|-[a-z]*x)$/.test(template)));
    const set = assignments.map(({ name, value }) => this.#assign(name, value, state, exports));
    for (const word of assigned) {
      const { taint, text } = this.evaluate(word, state);
      const equals = text.indexOf('=');
      state.set(text.slice(0, equals), { taint, text: text.slice(equals + 1) }, true);
    }
    return set;
  }

  #assign(name: string, word: ShellWord, state: ShellState, exports: boolean): Taint {
    const value = this.evaluate(word, state);
    for (const origin of value.taint.keys()) {
      if (origin.kind === 'output' && origin.variable === undefined && word.template.length === 1)
        origin.variable = name;
    }
    const taint = step(value.taint, `shell variable ${name}`, this.world.span(word.start, word.end));
    const exported = exports || this.world.variable(name) !== undefined;
    state.set(name, { taint, text: value.text }, exported || undefined);
    return taint;
  }

  #input(
    { redirects, input }: Pick<ShellCommand, 'redirects' | 'input'>,
    state: ShellState,
    piped: Taint,
  ): Taint {
    const given = input.map((word) => this.evaluate(word, state).taint);
    const read = redirects
      .filter(({ operator }) => operator === '<' || operator === '<>')
      .map(({ target }) => this.read(this.evaluate(target, state), state));
    return given.length + read.length === 0 ? piped : union(...given, ...read);
  }

  /** Sends what was printed where the redirects say; answers what is left for the reader of standard output. */
  #redirect(redirects: readonly ShellRedirect[], printed: Taint, state: ShellState): Taint {
    let left = printed;
    for (const redirect of redirects.filter(isOutput)) {
      const { target, operator } = redirect;
      const pipe = target.slots.find(({ pipe }) => pipe === '>');
      if (pipe?.script !== undefined) this.run(pipe.script, state.subshell(), left);
      else {
        const { text } = this.evaluate(target, state);
        const at = this.world.span(target.start, target.end);
        const stream = operator === '>&' ? state.streams.get(Number(text)) : undefined;
        if (stream !== undefined) this.write(stream, left, at, state, true);
        else if (operator === '>&') this.world.print(left, at, 'printed to standard error');
        else this.write(text, left, at, state, operator.endsWith('>>'));
      }
      left = CLEAN;
    }
    return left;
  }

  /** Writes a file, unless the path is the log or nowhere. */
  write(
    path: string,
    taint: Taint,
    at: ReturnType<RunWorld['span']>,
    state: ShellState,
    append = false,
  ): void {
    const where = absolutePath(path, state.folder);
    if (isStandardOut(where)) this.world.print(taint, at, 'printed to the build log');
    else if (isKept(where)) {
      this.world.noteStore(where, taint, at);
      state.files.write(where, step(taint, `written to ${where}`, at), append);
    }
  }

  /** What a path holds: a mounted file, or one of the stage. */
  readPath(path: string, state: ShellState): Taint {
    const where = state.files.resolve(absolutePath(path, state.folder));
    if (isEnvironment(where)) return this.world.environment();
    const { taint, hides } = this.world.mounted(where);
    return hides ? taint : union(state.files.read(where), taint);
  }

  /** What a word names holds, or, for `<(…)`, gives. */
  read({ text, taint }: Value, state: ShellState): Taint {
    return union(this.readPath(text, state), text.startsWith('<(') ? taint : CLEAN);
  }

  evaluate(word: ShellWord, state: ShellState): Value {
    return this.#words.evaluate(word, state);
  }

  /** Expansions that no way through the script came to: of functions that nothing calls, behind an exit. */
  touchRest(slots: Iterable<ShellSlot>, state: ShellState): void {
    for (const slot of slots)
      if (slot.script === undefined && !this.world.wasUsed(slot)) this.#words.expand(slot, state);
  }
}
