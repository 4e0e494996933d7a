import { type Keyword, KeywordSearch, type KeywordVisitor } from './keywords.ts';
import type { CompiledFormat, KnownSecret } from './match.ts';

/** What a scanner has worked out once for all its streams. */
export class ScanPlan {
  readonly #keywords: readonly Keyword[];
  /** For each keyword, the formats that want it. */
  readonly users: readonly (readonly CompiledFormat[] | undefined)[];
  /** Known secrets by the index of their keyword. */
  readonly known: ReadonlyMap<number, KnownSecret>;
  /** The greatest reach before a keyword. */
  readonly before: number;
  #search: KeywordSearch | undefined;

  constructor(
    keywords: readonly Keyword[],
    users: ScanPlan['users'],
    known: ReadonlyMap<number, KnownSecret>,
    before: number,
  ) {
    this.#keywords = keywords;
    this.users = users;
    this.known = known;
    this.before = before;
  }

  /** For streams of any length; its tables are made at the first call. */
  get search(): KeywordSearch {
    this.#search ??= new KeywordSearch(this.#keywords);
    return this.#search;
  }

  /** For a short text that is there as a whole: no tables, one keyword after the other. */
  searchShort(text: Buffer, visit: KeywordVisitor): void {
    const folded = Buffer.from(
      text.toString('latin1').replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
      'latin1',
    );
    for (const [index, { bytes, fold }] of this.#keywords.entries()) {
      const within = fold ? folded : text;
      for (let at = within.indexOf(bytes); at !== -1; at = within.indexOf(bytes, at + 1)) visit(index, at);
    }
  }
}
