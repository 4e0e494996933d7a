import type { Given, Unknown } from '../build-path.ts';
import { literalOf } from '../value.ts';
import { type Entries, entriesOf, entriesOfItems } from './entries.ts';
import type { Expression, Of } from './expression.ts';
import type { Program } from './program.ts';
import { valueOf } from './values.ts';

/** Where a call has something: the place of an argument, or a dotted path of names in its options. */
export type Where = number | string;

/** The arguments of a call by place and by name. */
export class CallOptions {
  readonly call: Of<'call'>;
  readonly program: Program;
  readonly #entries: Entries;
  readonly #plain: readonly Expression[];

  constructor(call: Of<'call'>, program: Program, options?: number) {
    this.call = call;
    this.program = program;
    const plain = call.items.filter(({ name, spread }) => name === undefined && spread !== true);
    this.#plain = plain.map(({ value }) => value);
    const keywords = entriesOfItems(
      call.items.filter((item) => !plain.includes(item)),
      program,
    );
    const objects = plain.map(({ value }, at) => objectOf(value, program, at === options));
    this.#entries = {
      pairs: [...objects, keywords].flatMap(({ pairs }) => pairs),
      unknown: [...objects, keywords].flatMap(({ unknown }) => unknown),
    };
  }

  get unknown(): readonly Unknown[] {
    return this.#entries.unknown;
  }

  get(...places: readonly Where[]): Expression | undefined {
    for (const place of places) {
      const found = typeof place === 'number' ? this.#at(place) : this.#named(place);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  text(...places: readonly Where[]): string | undefined {
    const found = this.get(...places);
    return found && literalOf(valueOf(found, this.program));
  }

  given(places: readonly Where[] | undefined): Given | undefined {
    const found = this.get(...(places ?? []));
    if (found === undefined) return undefined;
    const value = valueOf(found, this.program);
    return value.length === 0 ? undefined : { value, at: this.program.place(found) };
  }

  #at(place: number): Expression | undefined {
    const found = this.#plain[place];
    if (found === undefined) return undefined;
    return this.program.resolve(found).kind === 'map' ? undefined : found;
  }

  #named(path: string): Expression | undefined {
    const [first = '', ...rest] = path.split('.');
    let found = this.#entries.pairs.findLast(({ name }) => name === first)?.value;
    for (const name of rest) {
      const { pairs } = found === undefined ? { pairs: [] } : entriesOf(found, this.program);
      found = pairs.findLast((pair) => pair.name === name)?.value;
    }
    return found;
  }
}

/** What an argument has of options, where it is an object; a name in their place may have more. */
function objectOf(value: Expression, program: Program, isOptions: boolean): Entries {
  const entries = entriesOf(value, program);
  const isObject = entries.pairs.length > 0 || program.resolve(value).kind === 'map';
  const isOpen = isOptions && (value.kind === 'name' || value.kind === 'member' || value.kind === 'call');
  return isObject || isOpen ? entries : { pairs: [], unknown: [] };
}
