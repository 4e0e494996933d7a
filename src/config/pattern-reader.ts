import { append } from './append.ts';
import { CharSet, CLASSES } from './char-set.ts';

/** A part of a regular expression: something that is repeated, or one of several ways. */
export type PatternItem =
  | {
      kind: 'unit';
      first: CharSet;
      /** Of one repetition, in characters. */
      length: number;
      least: number;
      most: number;
    }
  | { kind: 'ways'; ways: readonly (readonly PatternItem[])[] };

/** What a pattern may not have, and where. */
export class PatternError extends Error {}

/** The most repetitions of anything. */
const MOST_REPEATED = 1000;
const DEEPEST = 8;

/**
 * Reads a regular expression of a subset of which it can be told how long it takes: no `*` and no `+`, no references
 * back, no looking around, and no repetition of what repeats or chooses itself.
 */
export class PatternReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** The group `secret`, where there is one. */
  secret: readonly PatternItem[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws PatternError for what is not in the subset */
  read(): PatternItem[] {
    const items = this.#ways();
    if (this.#at < this.#text.length) throw this.#error('the bracket closes nothing');
    return items;
  }

  #error(problem: string): PatternError {
    return new PatternError(`${problem} (at character ${this.#at + 1})`);
  }

  get #here(): string {
    return this.#text.charAt(this.#at);
  }

  #takes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #ways(): PatternItem[] {
    const ways = [this.#sequence()];
    while (this.#takes('|')) ways.push(this.#sequence());
    const [only = []] = ways;
    return ways.length === 1 ? only : [{ kind: 'ways', ways }];
  }

  #sequence(): PatternItem[] {
    const items: PatternItem[] = [];
    while (this.#at < this.#text.length && !/[|)]/.test(this.#here)) {
      if (this.#takes('\\b')) continue;
      append(items, this.#here === '(' ? this.#group() : this.#repeated(this.#atom()));
    }
    return items;
  }

  #group(): PatternItem[] {
    const isSecret = this.#takes('(?<secret>');
    if (!isSecret && !this.#takes('(?:')) {
      if (this.#text.startsWith('(?', this.#at))
        throw this.#error('only (?:…) and (?<secret>…) are known here');
      this.#at += 1;
    }
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#error('brackets are nested too deep');
    const items = this.#ways();
    this.#depth -= 1;
    if (!this.#takes(')')) throw this.#error('a bracket is not closed');
    if (isSecret) this.secret = items;
    const times = this.#times();
    if (times === undefined) return items;
    if (times.most === 1) return times.least === 1 ? items : [{ kind: 'ways', ways: [items, []] }];
    return [repeatedGroup(items, times, (problem) => this.#error(problem))];
  }

  #repeated(first: CharSet): PatternItem[] {
    return [{ kind: 'unit', first, length: 1, ...(this.#times() ?? { least: 1, most: 1 }) }];
  }

  #times(): { least: number; most: number } | undefined {
    if (/[*+]/.test(this.#here))
      throw this.#error(`${this.#here} has no upper bound: say how many at most, as in {1,64}`);
    let times: { least: number; most: number } | undefined;
    if (this.#takes('?')) times = { least: 0, most: 1 };
    else {
      const found = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(this.#text.slice(this.#at));
      if (found === null) return undefined;
      const [whole, least = '', comma, most = ''] = found;
      if (comma !== undefined && most === '')
        throw this.#error(`${whole} has no upper bound: say how many at most, as in {1,64}`);
      this.#at += whole.length;
      times = { least: Number(least), most: Number(comma === undefined ? least : most) };
    }
    if (times.most > MOST_REPEATED) throw this.#error(`is repeated more than ${MOST_REPEATED} times`);
    this.#takes('?');
    if (/[*+?{]/.test(this.#here)) throw this.#error('a repetition is repeated');
    return times;
  }

  #atom(): CharSet {
    const here = this.#here;
    if (/[*+?{]/.test(here)) throw this.#error('there is nothing to repeat');
    if (/[\^$]/.test(here))
      throw this.#error(`${here} means nothing within a file; \\b is the edge of a word`);
    this.#at += 1;
    if (here === '.') return CharSet.ALL;
    if (here === '[') return this.#class();
    return here === '\\' ? this.#escape() : CharSet.of(here);
  }

  #escape(): CharSet {
    const letter = this.#here;
    const known = CLASSES[letter];
    if (known === undefined && (letter === '' || /[A-Za-z0-9]/.test(letter)))
      throw this.#error(`there is no \\${letter} here`);
    this.#at += 1;
    return known ?? CharSet.of(letter);
  }

  #class(): CharSet {
    const isNot = this.#takes('^');
    let set = CharSet.NONE;
    while (!this.#takes(']')) {
      if (this.#at >= this.#text.length) throw this.#error('a bracket is not closed');
      set = set.or(this.#member());
    }
    return isNot ? set.complement() : set;
  }

  #member(): CharSet {
    if (this.#takes('\\')) return this.#escape();
    const [, from, to] = /^([^\\\]])-([^\\\]])/.exec(this.#text.slice(this.#at)) ?? [];
    if (from === undefined || to === undefined) {
      this.#at += 1;
      return CharSet.of(this.#text.charAt(this.#at - 1));
    }
    if (from > to) throw this.#error(`${from}-${to} is no range`);
    this.#at += 3;
    return CharSet.range(from, to);
  }
}

/** A group that is repeated as a whole: then it has one length and one way. */
function repeatedGroup(
  items: readonly PatternItem[],
  times: { least: number; most: number },
  error: (problem: string) => PatternError,
): PatternItem {
  let length = 0;
  let first: CharSet | undefined;
  for (const item of items) {
    if (item.kind === 'ways' || item.least !== item.most)
      throw error('what is repeated repeats or chooses itself');
    if (item.most > 0) first ??= item.first;
    length += item.length * item.most;
  }
  if (first === undefined) throw error('there is nothing to repeat');
  return { kind: 'unit', first, length, ...times };
}
