import type { Builder } from './builder.ts';
import { joinNames, type KeyValue } from './key-value.ts';

interface Entry {
  value: KeyValue;
  kind: 'ARG' | 'ENV';
}

/** Set, but to what nobody knows: by a base image, or by the platform. */
const UNKNOWN: KeyValue = { names: new Map(), doubts: [] };

/** The build arguments and variables that a step sees, and what of them is in the key of a RUN. */
export class KeyScope {
  readonly #builder: Builder;
  readonly #entries = new Map<string, Entry>();
  /** The image's own. */
  readonly #environment = new Map<string, KeyValue>();
  #carriers: ReadonlySet<string> | undefined;
  /** What a base image may set is not known. */
  readonly #open: boolean;

  constructor(builder: Builder, { open }: { open: boolean }) {
    this.#builder = builder;
    this.#open = open;
  }

  /** What a stage that starts from this one sees first: with BuildKit its ENVs once more on top (convert.go). */
  child(): KeyScope {
    const child = new KeyScope(this.#builder, { open: this.#open });
    const entries = [...this.#entries];
    if (this.#builder.inheritsArguments)
      for (const [name, entry] of entries) if (entry.kind === 'ARG') child.#entries.set(name, entry);
    for (const [name, entry] of entries) if (entry.kind === 'ENV') child.#entries.set(name, entry);
    for (const [name, value] of this.#environment) child.#entries.set(name, { kind: 'ENV', value });
    for (const [name, value] of this.#environment) child.#environment.set(name, value);
    return child;
  }

  setArgument(name: string, value: KeyValue): void {
    if (this.#builder.environmentWins && this.#entries.get(name)?.kind === 'ENV') return;
    this.#carriers = undefined;
    this.#entries.set(name, { kind: 'ARG', value });
  }

  setVariable(name: string, value: KeyValue): void {
    this.#carriers = undefined;
    this.#entries.set(name, { kind: 'ENV', value });
    this.#environment.set(name, value);
  }

  /** True for what the file itself sets. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  find(name: string): KeyValue | undefined {
    // BuildKit gives every stage a PATH.
    const isOpen = this.#open || name === 'PATH';
    return this.#entries.get(name)?.value ?? (isOpen ? UNKNOWN : undefined);
  }

  /** The names whose values hold rotating ones. */
  get carriers(): ReadonlySet<string> {
    this.#carriers ??= new Set(
      [...this.#entries]
        .filter(([, { value }]) => value.names.size > 0 || value.doubts.length > 0)
        .map(([name]) => name),
    );
    return this.#carriers;
  }

  /** What the key of a RUN takes of it. */
  inRun(declared: ReadonlySet<string>): Pick<KeyValue, 'names' | 'doubts'> {
    const counted = [...this.carriers]
      .filter((name) => !this.#builder.countsArguments || declared.has(name))
      .flatMap((name) => this.#entries.get(name)?.value ?? []);
    return {
      names: joinNames(...counted.map(({ names }) => names)),
      doubts: counted.flatMap(({ doubts }) => doubts),
    };
  }
}
