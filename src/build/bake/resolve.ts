import { literalOf } from '../value.ts';
import { mergeParts, noParts, sizeOfParts, type TargetParts } from './parts.ts';
import type { Target } from './targets.ts';

/** Targets that inherit from one another in a row. */
const DEEPEST = 64;
/** Arguments, secrets and the like that are handed down in one file. */
const MOST_HANDED = 200_000;

/** Puts something over what a target says, before others inherit it. */
export type Override = (name: string, parts: TargetParts) => void;

/** Finds out what targets hand over with all that they inherit. */
export class Inheritance {
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #override: Override;
  /** Undefined while it is looked at. */
  readonly #known = new Map<string, TargetParts | undefined>();
  #handed = 0;

  constructor(targets: ReadonlyMap<string, Target>, override: Override) {
    this.#targets = targets;
    this.#override = override;
  }

  /** Undefined where no target has that name, or it inherits itself. */
  resolve(name: string, depth = 0): TargetParts | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    const target = this.#targets.get(name);
    if (target === undefined || depth > DEEPEST) return undefined;
    this.#known.set(name, undefined);
    const resolved = noParts();
    for (const { value, at } of target.own.inherits) {
      const parent = literalOf(value);
      const parts = parent === undefined ? undefined : this.resolve(parent, depth + 1);
      this.#handed += parts === undefined ? 0 : sizeOfParts(parts);
      if (parts !== undefined && this.#handed <= MOST_HANDED) mergeParts(resolved, parts);
      else resolved.unknown.push({ what: `the target ${parent ?? 'that it inherits'}`, at });
    }
    mergeParts(resolved, target.own);
    this.#override(name, resolved);
    this.#known.set(name, resolved);
    return resolved;
  }
}
