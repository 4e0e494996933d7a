import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { FilePlace } from '../build-path.ts';
import type { Evaluator, Scope } from '../hcl/evaluate.ts';
import { knownText, listOf, type Static, scalar, textAt, unknownAt } from '../hcl/static-value.ts';
import type { HclBlock, HclBody, HclExpression } from '../hcl/tree.ts';
import { literalOf, type Value } from '../value.ts';
import { callFunction } from './functions.ts';
import { LocalScope } from './scope.ts';

export interface Settings {
  /** What somebody sets a variable to for this run; undefined where nobody is known to. */
  environment(name: string): Value | undefined;
  /**
   * `told`: a variable that is empty or secret by its name is the environment's. `run`: every default counts, as for
   * paths and names.
   */
  mode: 'told' | 'run';
  /** What names mean. */
  names: Vocabulary;
}

interface Kept {
  value: Static;
  leans: boolean;
}

/** What the names of Bake files stand for. Later files come over earlier ones. */
export class Definitions implements Scope {
  readonly settings: Settings;
  readonly #evaluator: Evaluator;
  readonly #attributes = new Map<string, HclExpression>();
  readonly #variables = new Map<string, HclBlock>();
  readonly #functions = new Map<string, HclBlock>();
  readonly #targets = new Map<string, HclBlock[]>();
  /** Undefined while it is evaluated. */
  readonly #kept = new Map<string, Kept | undefined>();

  constructor(bodies: readonly HclBody[], settings: Settings, evaluator: Evaluator) {
    this.settings = settings;
    this.#evaluator = evaluator;
    for (const { attributes, blocks } of bodies) {
      for (const { name, value } of attributes) this.#attributes.set(name, value);
      for (const block of blocks) this.#define(block);
    }
  }

  #define(block: HclBlock): void {
    const [label] = block.labels;
    if (label === undefined) return;
    if (block.type === 'variable') this.#variables.set(label, block);
    else if (block.type === 'function') this.#functions.set(label, block);
    else if (block.type === 'target') this.#targets.set(label, [...(this.#targets.get(label) ?? []), block]);
  }

  get variables(): Iterable<string> {
    return this.#variables.keys();
  }

  evaluate(expression: HclExpression, scope: Scope = this): Static {
    return this.#evaluator.evaluate(expression, scope);
  }

  /** What a name is defined as in the files, where nobody sets it. */
  expressionOf(name: string): HclExpression | undefined {
    const block = this.#variables.get(name);
    if (block !== undefined && this.settings.environment(name) !== undefined) return undefined;
    return this.#attributes.get(name) ?? (block && attributeOf(block, 'default'));
  }

  reference(name: string, at: FilePlace): Static {
    if (name === 'BAKE_CMD_CONTEXT') return textAt('', at);
    if (name === 'BAKE_LOCAL_PLATFORM') return unknownAt('the platform of the machine', at);
    const value = this.#keep(name, () => this.#valueOfName(name, at)) ?? unknownAt(name, at);
    return value.kind === 'scalar' || value.kind === 'null' ? { ...value, at } : value;
  }

  /** Evaluates once; undefined for what needs itself. */
  #keep(name: string, evaluate: () => Static): Static | undefined {
    if (this.#kept.has(name)) {
      const kept = this.#kept.get(name);
      if (kept?.leans === true) this.#evaluator.leanings += 1;
      return kept?.value;
    }
    this.#kept.set(name, undefined);
    const before = this.#evaluator.leanings;
    const value = evaluate();
    this.#kept.set(name, { value, leans: this.#evaluator.leanings > before });
    return value;
  }

  #valueOfName(name: string, at: FilePlace): Static {
    const isVariable = this.#variables.has(name);
    const expression = this.expressionOf(name);
    const set = isVariable ? this.settings.environment(name) : undefined;
    if (set !== undefined) return this.#set(name, set, at);
    const value = expression && this.evaluate(expression);
    if (!isVariable) return value ?? unknownAt(name, at);
    if (this.#attributes.has(name) && value !== undefined) return value;
    if (value === undefined || value.kind === 'null' || this.#isOutside(name, value))
      return scalar([{ kind: 'variable', name }], at);
    this.#evaluator.leanings += 1;
    return value;
  }

  /** A list is set as `a,b`. */
  #set(name: string, set: Value, at: FilePlace): Static {
    const block = this.#variables.get(name);
    const expression = block && attributeOf(block, 'default');
    const known = literalOf(set);
    if (expression?.kind !== 'list' || known === undefined) return scalar(set, at);
    return listOf(
      known.split(',').map((item) => textAt(item, at)),
      at,
    );
  }

  /** Whether a default is there only to be replaced. */
  #isOutside(name: string, value: Static): boolean {
    if (this.settings.mode === 'run' || value.kind !== 'scalar') return false;
    return knownText(value) === '' || this.settings.names.mayHoldSecret(name);
  }

  /** An attribute of a target as its own blocks say it, without what it inherits. (buildx, bake/hclparser) */
  ofBlock(type: string, label: string, attribute: string): Static | undefined {
    if (type !== 'target') return undefined;
    const found = this.#targets.get(label)?.flatMap((block) => attributeOf(block, attribute) ?? []);
    const last = found?.at(-1);
    if (last === undefined) return undefined;
    return this.#keep(`target.${label}.${attribute}`, () => this.evaluate(last)) ?? unknownAt(label, last.at);
  }

  call(name: string, given: readonly Static[], at: FilePlace): Static {
    const block = this.#functions.get(name);
    const result = block && attributeOf(block, 'result');
    if (block === undefined || result === undefined) return callFunction(name, given, at);
    const parameters = parametersOf(attributeOf(block, 'params'));
    const names = new Map(parameters.map((one, index) => [one, given[index] ?? unknownAt(one, at)]));
    for (const rest of parametersOf(attributeOf(block, 'variadic_params')))
      names.set(rest, listOf(given.slice(parameters.length), at));
    return { ...this.evaluate(result, new LocalScope(names, this)), at };
  }
}

export function attributeOf({ body }: HclBlock, name: string): HclExpression | undefined {
  return body.attributes.findLast((attribute) => attribute.name === name)?.value;
}

/** Names, as words or, in JSON, as texts. */
function parametersOf(expression: HclExpression | undefined): string[] {
  if (expression === undefined) return [];
  if (expression.kind === 'list') return expression.items.flatMap(parametersOf);
  if (expression.kind === 'reference') return [expression.name];
  const name = expression.kind === 'template' ? expression.parts[0] : undefined;
  return name !== undefined && 'text' in name ? [name.text.text] : [];
}
