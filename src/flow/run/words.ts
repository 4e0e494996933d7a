import { commandName, type ShellNode, type ShellSlot, type ShellWord, slotOf } from '../../shell/script.ts';
import { unwrap } from '../../shell/wrappers.ts';
import { CLEAN, step, type Taint, union, unionOf } from '../taint.ts';
import { imageVariable } from './image-variables.ts';
import type { ShellState, Value } from './state.ts';
import type { RunWorld } from './world.ts';

/** Variables can hold each other twice over. */
const LONGEST = 4096;

/** Runs what stands in `$(…)` and answers what it prints. */
type RunInside = (nodes: readonly ShellNode[], state: ShellState) => Taint;

/** Turns a shell's words into what they come to. */
export class Words {
  readonly #world: RunWorld;
  readonly #run: RunInside;

  constructor(world: RunWorld, run: RunInside) {
    this.#world = world;
    this.#run = run;
  }

  evaluate(word: ShellWord, state: ShellState): Value {
    const { template, slots } = word;
    const written = union(this.#world.written(word.start, word.end), standing(template, state));
    if (slots.length === 0) return { taint: written, text: withHome(template, this.#world.around.home) };
    let text = '';
    const taints = [written];
    for (const character of template) {
      const slot = slotOf(character, word);
      if (slot === undefined) {
        text += character;
        continue;
      }
      const value = this.expand(slot, state);
      if (text.length < LONGEST) text += value.text;
      if (slot.presence !== true) taints.push(value.taint);
    }
    return { taint: unionOf(taints), text: withHome(text, this.#world.around.home) };
  }

  /** What one expansion comes to; it is noted as a use. */
  expand(slot: ShellSlot, state: ShellState): Value {
    const value =
      slot.script === undefined
        ? this.#variable(slot.variable ?? '', state, slot)
        : this.#output(slot, state);
    this.#world.use(slot, value.taint);
    return value;
  }

  #output(slot: ShellSlot, state: ShellState): Value {
    const text = `${slot.pipe ?? '$'}(${slot.start})`;
    const inner = state.subshell();
    const taint = this.#run(slot.script ?? [], inner);
    state.files = inner.files;
    if (slot.pipe !== undefined || taint.size > 0) return { taint, text };
    const [first] = slot.script ?? [];
    return { taint: this.#world.output(slot, first === undefined ? 'a command' : programOf(first)), text };
  }

  #variable(name: string, state: ShellState, slot: ShellSlot): Value {
    const own = state.variables.get(name) ?? this.#world.variable(name);
    if (own !== undefined) return own;
    if (name === 'HOME') return { taint: CLEAN, text: this.#world.around.home };
    if (name === 'PWD') return { taint: CLEAN, text: state.folder };
    const given = imageVariable(this.#world.around.stage, name);
    if (given !== undefined) return { taint: CLEAN, text: given };
    const at = this.#world.span(slot.start, slot.end);
    if (state.sourced.size === 0) this.#world.unset.set(name, at);
    const doubtful = !this.#world.around.names.mayHoldSecret(name);
    const taint = step(state.sourced, `variable ${name} of what was sourced`, at, doubtful);
    return { taint, text: `$${name}` };
  }
}

/** What runs first, for a name: `head` of `head -c32 /dev/urandom | base64`. */
function programOf(node: ShellNode): string {
  if (node.kind === 'command') return commandName(unwrap(node.words).words) || 'a command';
  const first = node.kind === 'pipeline' ? node.parts[0] : node.kind === 'list' ? node.first : undefined;
  return first === undefined ? 'a command' : programOf(first);
}

function withHome(text: string, home: string): string {
  return text.replace(/^~(?=\/|$)|(?<==)~(?=\/)/, home);
}

/** What a mark like `{}` in a word stands for. */
function standing(template: string, { stand }: ShellState): Taint {
  return stand !== undefined && template.includes(stand.mark) ? stand.taint : CLEAN;
}
