import type { FilePlace, Unknown } from '../build-path.ts';
import { concat, describePart, type Value } from '../value.ts';
import { choose } from './choose.ts';
import { applyBinary, applyUnary, numberOf } from './operators.ts';
import {
  knownText,
  listOf,
  objectOf,
  type Static,
  type StaticEntry,
  scalar,
  textAt,
  truthOf,
  unknownAt,
  valueOfStatic,
  weightOf,
} from './static-value.ts';
import { type HclExpression, plainText, type TemplatePart } from './tree.ts';

/** Expressions evaluated for one file, those of functions again at each call, and what they come to by its size. */
export const MOST_STEPS = 200_000;
const DEEPEST = 300;

/** Counts down. */
export interface Budget {
  left: number;
}

/** What names stand for. */
export interface Scope {
  reference(name: string, at: FilePlace): Static;
  /** An attribute of a block: `target.app.args`; undefined where such a path means nothing else than usual. */
  ofBlock(type: string, label: string, attribute: string): Static | undefined;
  call(name: string, given: readonly Static[], at: FilePlace): Static;
}

/** Evaluates the static part of expressions. Never throws. */
export class Evaluator {
  /** How often the environment could have said something else. */
  leanings = 0;
  readonly #budget: Budget;
  #depth = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get isExhausted(): boolean {
    return this.#budget.left < 0;
  }

  evaluate(expression: HclExpression, scope: Scope): Static {
    this.#budget.left -= 1;
    if (this.isExhausted || this.#depth > DEEPEST)
      return unknownAt('too tangled an expression', expression.at);
    this.#depth += 1;
    const result = this.#evaluate(expression, scope);
    this.#depth -= 1;
    this.#budget.left -= weightOf(result);
    return result;
  }

  #evaluate(expression: HclExpression, scope: Scope): Static {
    const { at } = expression;
    switch (expression.kind) {
      case 'template':
        return this.#template(expression.parts, scope, at);
      case 'number':
        return textAt(plainNumber(expression.text), at);
      case 'boolean':
        return textAt(expression.text, at);
      case 'null':
        return { kind: 'null', at };
      case 'list':
        return this.#list(expression, scope);
      case 'object':
        return this.#object(expression, scope);
      case 'reference':
        return scope.reference(expression.name, at);
      case 'access':
        return this.#access(expression, scope);
      case 'call':
        return this.#call(expression, scope);
      case 'unary':
        return applyUnary(expression.operator, this.evaluate(expression.operand, scope), at);
      case 'binary':
        return this.#binary(expression, scope);
      case 'conditional':
        return this.#conditional(expression, scope);
      default:
        return unknownAt(expression.what, at);
    }
  }

  #template(parts: readonly TemplatePart[], scope: Scope, at: FilePlace): Static {
    const [only] = parts;
    if (only !== undefined && 'expression' in only && parts.length === 1)
      return { ...this.evaluate(only.expression, scope), at };
    const values: Value[] = parts.map((part) =>
      'text' in part
        ? [{ kind: 'text', text: part.text.text }]
        : valueOfStatic(this.evaluate(part.expression, scope)),
    );
    return scalar(concat(...values), at);
  }

  #list({ items, at }: Extract<HclExpression, { kind: 'list' }>, scope: Scope): Static {
    const values = items.map((item) => this.evaluate(item, scope));
    return listOf(values, at);
  }

  #binary(expression: Extract<HclExpression, { kind: 'binary' }>, scope: Scope): Static {
    const left = this.evaluate(expression.left, scope);
    const right = this.evaluate(expression.right, scope);
    return applyBinary(expression.operator, left, right, expression.at);
  }

  #object({ entries, at }: Extract<HclExpression, { kind: 'object' }>, scope: Scope): Static {
    const known = new Map<string, StaticEntry>();
    const holes: Unknown[] = [];
    for (const entry of entries) {
      const key = knownText(this.evaluate(entry.key, scope));
      const value = this.evaluate(entry.value, scope);
      if (key === undefined) holes.push({ what: 'a name that is computed', at: entry.at });
      else known.set(key, { value, at: entry.at });
    }
    return objectOf(known, at, holes);
  }

  #access(expression: Extract<HclExpression, { kind: 'access' }>, scope: Scope): Static {
    const { of, key, at } = expression;
    if (of.kind === 'access' && of.of.kind === 'reference') {
      const found = scope.ofBlock(of.of.name, plainText(of.key) ?? '', plainText(key) ?? '');
      if (found !== undefined) return found;
    }
    const from = this.evaluate(of, scope);
    const name = this.evaluate(key, scope);
    const found =
      from.kind === 'object'
        ? from.entries.get(knownText(name) ?? '')?.value
        : from.kind === 'list'
          ? from.items[numberOf(name) ?? -1]
          : undefined;
    return found ?? unknownAt('a part that is not known', at);
  }

  #call(
    { name, arguments: given, spread, at }: Extract<HclExpression, { kind: 'call' }>,
    scope: Scope,
  ): Static {
    const values = given.map((argument) => this.evaluate(argument, scope));
    const last = values.at(-1);
    if (!spread || last === undefined) return scope.call(name, values, at);
    if (last.kind !== 'list' || last.holes.length > 0) return unknownAt(`${name}(…)`, at);
    return scope.call(name, [...values.slice(0, -1), ...last.items], at);
  }

  #conditional(expression: Extract<HclExpression, { kind: 'conditional' }>, scope: Scope): Static {
    const { at } = expression;
    const before = this.leanings;
    const condition = this.evaluate(expression.condition, scope);
    const isFirm = this.leanings === before;
    const hole = { what: `what ${decider(condition)} decides`, at };
    const yes = this.evaluate(expression.yes, scope);
    const no = this.evaluate(expression.no, scope);
    return choose({ truth: truthOf(condition), isFirm, hole }, yes, no);
  }
}

/** `3.10` is 3.1; what a double cannot hold stays as it is written. */
function plainNumber(written: string): string {
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(written) ? String(Number(written)) : written;
}

function decider(condition: Static): string {
  const part = valueOfStatic(condition).find(({ kind }) => kind !== 'text');
  return part === undefined ? 'the environment' : describePart(part);
}
