import type { Step } from './pattern.ts';

/** Where the steps of one or more patterns have led to. */
interface Node {
  readonly characters: Map<string, Node>;
  /** Steps that take one character of several, and those that take many, by how they are written. */
  readonly ones: Map<string, Edge>;
  readonly loops: Map<string, Edge>;
  /** The last of the patterns that end here. */
  last: number;
}

/** A step to another node. Those that take more than one character are places to be at as well. */
interface Edge {
  readonly step: Step;
  readonly to: Node;
}

type State = Node | Edge;

const NONE = -1;

/**
 * Many patterns that are tried at once: what begins alike is one way, so that a path costs what it is like, and not what
 * there are of patterns.
 */
export class PatternSet {
  readonly #root: Node = newNode();
  #count = 0;

  /** Patterns are numbered as they come, from 0 on. */
  add(steps: readonly Step[]): void {
    let node = this.#root;
    for (const step of steps) node = next(node, step);
    node.last = this.#count;
    this.#count += 1;
  }

  /** The number of the last pattern that matches a path or a folder that it is in, or -1. */
  lastMatch(path: string): number {
    let last = NONE;
    let states = new Set<State>();
    reach(states, this.#root);
    for (const character of path) {
      if (character === '/') last = Math.max(last, lastIn(states));
      const after = new Set<State>();
      for (const state of states) advance(state, character, after);
      if (after.size === 0) return last;
      states = after;
    }
    return Math.max(last, lastIn(states));
  }
}

function newNode(): Node {
  return { characters: new Map(), ones: new Map(), loops: new Map(), last: NONE };
}

/** The node behind a step, which is made where there is none. */
function next(node: Node, step: Step): Node {
  if (step.kind === 'is') {
    const to = node.characters.get(step.text) ?? newNode();
    node.characters.set(step.text, to);
    return to;
  }
  const edges = step.kind === 'one' ? node.ones : node.loops;
  const key = `${step.kind} ${step.text}`;
  const edge = edges.get(key) ?? { step, to: newNode() };
  edges.set(key, edge);
  return edge.to;
}

/** With a node, what is reached from there without a character. */
function reach(states: Set<State>, node: Node): void {
  if (states.has(node)) return;
  states.add(node);
  for (const edge of node.loops.values()) {
    states.add(edge);
    reach(states, edge.to);
  }
}

function advance(state: State, character: string, after: Set<State>): void {
  if ('to' in state) {
    goOn(state, character, after);
    return;
  }
  const to = state.characters.get(character);
  if (to !== undefined) reach(after, to);
  for (const { step, to } of state.ones.values())
    if (step.holds?.(character) ?? character !== '/') reach(after, to);
}

/** What takes several characters takes one more. `folders` is left only behind a slash. */
function goOn(edge: Edge, character: string, after: Set<State>): void {
  const { kind } = edge.step;
  if (kind === 'many' && character === '/') return;
  after.add(edge);
  if (kind !== 'folders' || character === '/') reach(after, edge.to);
}

function lastIn(states: ReadonlySet<State>): number {
  let last = NONE;
  for (const state of states) if ('last' in state) last = Math.max(last, state.last);
  return last;
}
