import { append } from '../../config/append.ts';
import type { FilePlace, Unknown } from '../build-path.ts';
import { placeText } from '../build-path.ts';
import type { BuildProblem } from '../build-problem.ts';
import { type Budget, Evaluator, MOST_STEPS } from '../hcl/evaluate.ts';
import { knownText, type Static, unknownAt } from '../hcl/static-value.ts';
import type { HclBlock, HclBody } from '../hcl/tree.ts';
import { literalOf } from '../value.ts';
import { attributeOf, Definitions, type Settings } from './definitions.ts';
import { mergeParts, noParts, type TargetParts } from './parts.ts';
import { readTarget } from './read-target.ts';
import { LocalScope } from './scope.ts';

/** Targets that one block of a matrix makes. */
const MOST_OF_A_MATRIX = 50;
const MOST_TARGETS = 2000;

export interface Target {
  name: string;
  /** Of the block that says it first. */
  at: FilePlace;
  /** What its own blocks say, in order. */
  own: TargetParts;
}

/** The targets and groups of Bake files that are read together. */
export class Targets {
  readonly targets = new Map<string, Target>();
  readonly groups = new Map<string, readonly string[]>();
  readonly variables: ReadonlySet<string>;
  readonly #told: Definitions;
  readonly #run: Definitions;
  readonly #tell: (problem: BuildProblem) => void;

  constructor(
    bodies: readonly HclBody[],
    { environment, names }: Pick<Settings, 'environment' | 'names'>,
    tell: (problem: BuildProblem) => void,
    budget: Budget = { left: MOST_STEPS },
  ) {
    const evaluator = new Evaluator(budget);
    this.#tell = tell;
    this.#told = new Definitions(bodies, { environment, names, mode: 'told' }, evaluator);
    this.#run = new Definitions(bodies, { environment, names, mode: 'run' }, evaluator);
    this.variables = new Set(this.#run.variables);
    const blocks = bodies.flatMap((body) => body.blocks);
    for (const block of blocks) if (block.type === 'target') this.#addBlock(block);
    for (const block of blocks) if (block.type === 'group') this.#addGroup(block);
    const [first] = blocks;
    if (evaluator.isExhausted && first !== undefined)
      tell({
        what: first.at.source.path,
        reason: 'has expressions that are too tangled; what its targets hand over is not fully known',
        grave: true,
      });
  }

  #addGroup(block: HclBlock): void {
    const [label = ''] = block.labels;
    const expression = attributeOf(block, 'targets');
    const value = expression && this.#run.evaluate(expression);
    if (value?.kind === 'list')
      this.groups.set(
        label,
        value.items.flatMap((item) => knownText(item) ?? []),
      );
  }

  #addBlock(block: HclBlock): void {
    const [label = ''] = block.labels;
    const names = new Set<string>();
    for (const { values, unknown } of this.#combinations(block)) {
      const toldScope = new LocalScope(values, this.#told);
      const runScope = new LocalScope(values, this.#run);
      const nameExpression = attributeOf(block, 'matrix') && attributeOf(block, 'name');
      const name = (nameExpression && knownText(this.#run.evaluate(nameExpression, runScope))) ?? label;
      if (this.targets.size >= MOST_TARGETS) return;
      const target = this.targets.get(name) ?? { name, at: block.at, own: noParts() };
      append(target.own.unknown, unknown);
      const parts = readTarget(block, { told: this.#told, run: this.#run, toldScope, runScope });
      mergeParts(target.own, parts);
      append(target.own.inherits, parts.inherits);
      this.targets.set(name, target);
      names.add(name);
    }
    if (!names.has(label) || names.size > 1) this.groups.set(label, [...names]);
  }

  /** What the names of a matrix stand for, together: once without one. */
  #combinations(block: HclBlock): { values: Map<string, Static>; unknown: Unknown[] }[] {
    const expression = attributeOf(block, 'matrix');
    const matrix = expression && this.#run.evaluate(expression);
    if (expression === undefined || matrix === undefined) return [{ values: new Map(), unknown: [] }];
    if (matrix.kind !== 'object')
      return [{ values: new Map(), unknown: [{ what: 'a matrix', at: expression.at }] }];
    let all: Map<string, Static>[] = [new Map()];
    const unknown: Unknown[] = [...matrix.holes];
    for (const [key, { value, at }] of matrix.entries) {
      const isKnown = value.kind === 'list' && value.holes.length === 0;
      if (!isKnown) unknown.push({ what: `the values of ${key}`, at });
      const items = isKnown ? value.items.slice(0, MOST_OF_A_MATRIX + 1) : [unknownAt(key, at)];
      all = items
        .flatMap((item) => all.map((one) => new Map(one).set(key, item)))
        .slice(0, MOST_OF_A_MATRIX + 1);
    }
    if (all.length > MOST_OF_A_MATRIX)
      this.#tell({
        what: placeText(block.at),
        reason: `makes more than ${MOST_OF_A_MATRIX} targets; those beyond were not read`,
        grave: true,
      });
    return all.slice(0, MOST_OF_A_MATRIX).map((values) => ({ values, unknown }));
  }

  /** The targets that a name stands for, groups taken apart. */
  expand(name: string, seen: Set<string> = new Set()): string[] {
    const group = this.groups.get(name);
    if (group === undefined || seen.has(name)) return this.targets.has(name) ? [name] : [];
    seen.add(name);
    return [...new Set(group.flatMap((one) => (one === name ? [one] : this.expand(one, seen))))];
  }

  /** Names of targets that are not there only to be inherited. */
  get built(): string[] {
    const inherited = new Set<string>();
    const asked = new Set(['default', ...[...this.groups.keys()].flatMap((name) => this.expand(name))]);
    for (const { own } of this.targets.values()) {
      for (const { value } of own.inherits) inherited.add(literalOf(value) ?? '');
      for (const { value } of own.contexts.values())
        asked.add((literalOf(value) ?? '').replace(/^target:/, ''));
    }
    return [...this.targets.keys()].filter((name) => !inherited.has(name) || asked.has(name));
  }
}
