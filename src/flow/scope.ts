import type { Declaration } from './declaration.ts';
import type { Taint } from './taint.ts';

/** Which declaration each name means at a point of a stage. BuildKit: the last writer wins, ARG or ENV. */
export class Scope {
  readonly #visible = new Map<string, Declaration>();
  readonly #environment = new Map<string, Declaration>();
  #all: Taint | undefined;

  /** What a stage that starts from this one sees first: its ENVs once more on top (convert.go, initial env of a stage). */
  child(): Scope {
    const scope = this.copy();
    for (const [name, declaration] of scope.#environment) scope.#visible.set(name, declaration);
    return scope;
  }

  copy(): Scope {
    const scope = new Scope();
    for (const [name, declaration] of this.#visible) scope.#visible.set(name, declaration);
    for (const [name, declaration] of this.#environment) scope.#environment.set(name, declaration);
    return scope;
  }

  declare(declaration: Declaration): void {
    this.#all = undefined;
    this.#visible.set(declaration.name, declaration);
    if (declaration.kind === 'ENV') this.#environment.set(declaration.name, declaration);
  }

  find(name: string): Declaration | undefined {
    return this.#visible.get(name);
  }

  /** Everything that `env` would print. */
  all(): Taint {
    this.#all ??= new Map(Array.from(this.#visible.values(), (declaration) => [declaration, undefined]));
    return this.#all;
  }

  /** A copy in which these names mean something else: environment secrets of one RUN. */
  without(names: readonly string[]): Scope {
    if (names.length === 0) return this;
    const scope = this.copy();
    for (const name of names) scope.#visible.delete(name);
    return scope;
  }
}
