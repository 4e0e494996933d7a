import type { FilePlace } from '../build-path.ts';
import type { Scope } from '../hcl/evaluate.ts';
import type { Static } from '../hcl/static-value.ts';

/** Names of a matrix or a function's parameters over those of the files. */
export class LocalScope implements Scope {
  readonly #names: ReadonlyMap<string, Static>;
  readonly #outer: Scope;

  constructor(names: ReadonlyMap<string, Static>, outer: Scope) {
    this.#names = names;
    this.#outer = outer;
  }

  reference(name: string, at: FilePlace): Static {
    const own = this.#names.get(name);
    return own === undefined ? this.#outer.reference(name, at) : { ...own, at };
  }

  ofBlock(type: string, label: string, attribute: string): Static | undefined {
    return this.#names.has(type) ? undefined : this.#outer.ofBlock(type, label, attribute);
  }

  call(name: string, given: readonly Static[], at: FilePlace): Static {
    return this.#outer.call(name, given, at);
  }
}
