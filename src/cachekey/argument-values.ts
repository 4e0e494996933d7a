import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Builder } from './builder.ts';
import { expandValue } from './expand-value.ts';
import { KeyScope } from './key-scope.ts';
import { constant, type Doubt, type KeyValue, NO_NAMES, rotatingValue, taken } from './key-value.ts';
import { isKeptOut, isProxy, PLATFORM_ARGUMENTS } from './known-arguments.ts';
import type { StageKeys } from './stage-keys.ts';

interface Given {
  builder: Builder;
  rotating: ReadonlySet<string>;
  /** The others that are given. */
  given?: ReadonlyMap<string, string>;
}

/** What the ARGs of a file get: what is given, their defaults, what the ARGs before the first FROM have. */
export class ArgumentValues {
  readonly #file: ParsedDockerfile;
  readonly #given: Given;
  readonly #globals: KeyScope;

  constructor(file: ParsedDockerfile, given: Given) {
    this.#file = file;
    this.#given = given;
    this.#globals = new KeyScope(given.builder, { open: false });
    for (const name of PLATFORM_ARGUMENTS) this.#globals.setArgument(name, this.#ofPlatform(name));
    for (const instruction of file.instructions) {
      if (instruction.keyword === 'FROM') break;
      if (instruction.keyword === 'ARG') this.#set(instruction, this.#globals, undefined);
    }
  }

  /** An ARG of a stage. All its pairs see the names as they were before the instruction. */
  declare(instruction: Instruction, at: StageKeys): void {
    this.#set(instruction, at.scope, at);
  }

  expand(scope: KeyScope, word: string, span: Span, plainQuotes = false): KeyValue {
    const find = (name: string) => this.#predefined(name, scope, span) ?? scope.find(name);
    return expandValue(word, span, { escape: this.#file.escape, find, plainQuotes });
  }

  /** What says who owns files. */
  expandOwner(scope: KeyScope, word: string, span: Span): KeyValue {
    const { builder, rotating } = this.#given;
    if (!builder.ownersSeeAll) return this.expand(scope, word, span);
    const find = (name: string) => (rotating.has(name) ? rotatingValue(name, span) : scope.find(name));
    return expandValue(word, span, { escape: this.#file.escape, find });
  }

  /** Of proxies that are given and not declared: other builders than BuildKit expand them all the same. */
  #predefined(name: string, scope: KeyScope, span: Span): KeyValue | undefined {
    const { builder, rotating, given } = this.#given;
    if (builder.name === 'buildkit' || !isProxy(name) || scope.has(name)) return undefined;
    const constantly = given?.get(name);
    if (rotating.has(name)) return rotatingValue(name, span);
    return constantly === undefined ? undefined : constant(constantly);
  }

  /** A word of a FROM, which sees the ARGs before the first one. */
  expandGlobal(word: string, span: Span): KeyValue {
    return this.expand(this.#globals, word, span);
  }

  /** Before the first FROM one pair sees the other. */
  #set(instruction: Instruction, scope: KeyScope, at: StageKeys | undefined): void {
    const { span } = instruction;
    const later: [name: string, value: KeyValue][] = [];
    for (const { name: written, value } of pairsOf(instruction, this.#file.escape)) {
      const name = this.expand(scope, written.text, span).text ?? written.text;
      at?.declared.add(name);
      const found = isKeptOut(name) ? undefined : this.#valueOf(name, value?.text, scope, span, at);
      if (found === undefined) continue;
      if (at === undefined) scope.setArgument(name, found);
      else later.push([name, found]);
    }
    for (const [name, value] of later) scope.setArgument(name, value);
  }

  #valueOf(
    name: string,
    value: string | undefined,
    scope: KeyScope,
    span: Span,
    at: StageKeys | undefined,
  ): KeyValue | undefined {
    const { rotating, given } = this.#given;
    if (rotating.has(name)) return rotatingValue(name, span);
    const constantly = given?.get(name);
    if (constantly !== undefined) return constant(constantly);
    if (value !== undefined) return taken(this.expand(scope, value, span), `ARG ${name}`, span);
    const known = at === undefined ? undefined : this.#globals.find(name);
    return known && taken(known, `ARG ${name}`, span);
  }

  /** BuildKit lets build arguments take the place of what it says of platforms; not all others give that at all. */
  #ofPlatform(name: string): KeyValue {
    const { builder, rotating, given } = this.#given;
    const span = { start: 0, end: 0 };
    const constantly = given?.get(name);
    if (!rotating.has(name))
      return constantly === undefined ? { names: NO_NAMES, doubts: [] } : constant(constantly);
    const value = rotatingValue(name, span);
    if (builder.name === 'buildkit') return value;
    const reason = `not every ${builder.name} lets ${name} be given before the first FROM`;
    const doubt: Doubt = { reason, span, names: value.names };
    return { names: NO_NAMES, doubts: [doubt] };
  }
}
