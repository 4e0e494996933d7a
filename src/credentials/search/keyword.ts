/** A literal to search for; `fold` compares ASCII letters without case. */
export interface Keyword {
  bytes: Uint8Array;
  fold: boolean;
}

/** Called for each occurrence: the keyword's index and the offset where it starts. */
export type KeywordVisitor = (keyword: number, start: number) => void;

/** Searches bytes for many keywords at once. */
export interface KeywordSearch {
  /** No keyword starts further before the position where it is noticed, or ends further after it. */
  readonly span: number;
  /** Room for the bytes to be searched. Several can be filled at the same time. */
  buffer(): SearchBuffer;
}

/** Bytes where the search can reach them. */
export interface SearchBuffer {
  /** BUFFER_BYTES long. */
  readonly bytes: Buffer;
  /**
   * Visits the keywords noticed at `from` or after it, below `to`; each occurrence once, in no particular order.
   * @param limit end of the valid bytes; a keyword that does not fit below it is not seen.
   * @returns where to go on, at or after `to` as far as `limit` lets it.
   */
  scan(from: number, to: number, limit: number, visit: KeywordVisitor): number;
}

export const BUFFER_BYTES = 1280 * 1024;
/** The least length of a keyword in bytes. */
const MIN_KEYWORD = 3;

/** The keywords one after the other, for the last comparison. */
export class KeywordTable {
  /** Length of the longest keyword. */
  readonly longest: number;
  readonly #bytes: Uint8Array;
  readonly #masks: Uint8Array;
  readonly #starts: Int32Array;

  /** @throws RangeError when a keyword is shorter than MIN_KEYWORD. */
  constructor(keywords: readonly Keyword[]) {
    if (keywords.some(({ bytes }) => bytes.length < MIN_KEYWORD)) {
      throw new RangeError(`a keyword needs ${MIN_KEYWORD} bytes or more`);
    }
    this.longest = Math.max(0, ...keywords.map(({ bytes }) => bytes.length));
    this.#masks = Buffer.concat(keywords.map(({ bytes, fold }) => bytes.map((byte) => caseMask(byte, fold))));
    this.#bytes = Buffer.concat(keywords.map(({ bytes }) => bytes)).map(
      (byte, i) => byte & (this.#masks[i] ?? 0),
    );
    let start = 0;
    this.#starts = Int32Array.from([0, ...keywords.map(({ bytes }) => (start += bytes.length))]);
  }

  /** True when the keyword starts at `start` and ends below `limit`. */
  stands(data: Uint8Array, start: number, limit: number, keyword: number): boolean {
    const bytes = this.#bytes;
    const masks = this.#masks;
    const first = this.#starts[keyword] as number;
    const end = this.#starts[keyword + 1] as number;
    if (start + end - first > limit) return false;
    for (let i = first, at = start; i < end; i++, at++) {
      if (((data[at] as number) & (masks[i] as number)) !== (bytes[i] as number)) return false;
    }
    return true;
  }
}

export function isLetter(byte: number): boolean {
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x7a;
}

/** The bits of a byte that count: all, but for the case of a letter. */
function caseMask(byte: number, fold: boolean): number {
  return fold && isLetter(byte) ? 0xdf : 0xff;
}
