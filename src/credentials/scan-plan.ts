import type { CompiledFormat, KnownSecret } from './match.ts';
import type { Keyword, KeywordSearch, SearchBuffer } from './search/keyword.ts';
import { keywordSearch } from './search/search.ts';

/** Up to here, looking for one keyword after the other is quicker than making tables for all of them. */
export const SHORT_TEXT = 32 * 1024;

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
  readonly #buffers: SearchBuffer[] = [];
  readonly #shortBuffers: SearchBuffer[] = [];

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

  /** Its tables are made at the first call. */
  get search(): KeywordSearch {
    this.#search ??= keywordSearch(this.#keywords);
    return this.#search;
  }

  /** @param short for no more than SHORT_TEXT bytes, which are not worth the tables */
  take(short: boolean): SearchBuffer {
    if (short) return this.#shortBuffers.pop() ?? this.#shortBuffer();
    return this.#buffers.pop() ?? this.search.buffer();
  }

  giveBack(buffer: SearchBuffer, short: boolean): void {
    (short ? this.#shortBuffers : this.#buffers).push(buffer);
  }

  /** One keyword after the other. */
  #shortBuffer(): SearchBuffer {
    const bytes = Buffer.allocUnsafeSlow(SHORT_TEXT + 1);
    const scan: SearchBuffer['scan'] = (from, to, limit, visit) => {
      const text = bytes.subarray(from, limit);
      const folded = Buffer.from(
        text.toString('latin1').replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
        'latin1',
      );
      for (const [index, keyword] of this.#keywords.entries()) {
        const within = keyword.fold ? folded : text;
        for (let at = within.indexOf(keyword.bytes); at !== -1; at = within.indexOf(keyword.bytes, at + 1))
          visit(index, from + at);
      }
      return to;
    };
    return { bytes, scan };
  }
}
