import {
  BUFFER_BYTES,
  isLetter,
  type Keyword,
  type KeywordSearch,
  KeywordTable,
  type KeywordVisitor,
  type SearchBuffer,
} from './keyword.ts';

/** Positions examined lie this far apart. Scans of one text must continue on the same grid. */
const STRIDE = 2;
const ANCHOR = 4;
/** How many positions are looked up before the keywords noticed there are compared. */
const BLOCK = 4096;
/** Three bytes, five bits of each: letters of either case fall together, and the table stays in the cache. */
const TRIGRAMS = 1 << 15;

/**
 * The search in plain JavaScript. Each keyword is represented by its rarest four bytes, the anchor;
 * of the two trigrams in an anchor one always lies on an even position, so half of the positions are looked
 * up in a table, and a keyword is compared only where its trigram stands. No load waits for the one before, as
 * the shifts of Wu-Manber and the states of Aho-Corasick make them.
 */
export class PlainSearch implements KeywordSearch {
  readonly span: number;
  readonly #table: KeywordTable;
  /** For each trigram, 1 when a keyword has it. Of single bytes, so that it fits the innermost cache. */
  readonly #wanted = new Uint8Array(TRIGRAMS);
  /** For each of those, its place in #buckets. */
  readonly #places = new Uint16Array(TRIGRAMS);
  /** Buckets one after the other: the number of entries, then each entry's keyword and the trigram's offset in it. */
  readonly #buckets: Uint16Array;
  readonly #noticed = new Int32Array(BLOCK);

  /** @throws RangeError when a keyword is shorter than MIN_KEYWORD. */
  constructor(keywords: readonly Keyword[]) {
    this.#table = new KeywordTable(keywords);
    this.span = Math.max(ANCHOR, this.#table.longest);
    this.#buckets = this.#layOut(trigramsOf(keywords));
  }

  buffer(): SearchBuffer {
    const bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    return { bytes, scan: (from, to, limit, visit) => this.scan(bytes, from, to, limit, visit) };
  }

  /** As SearchBuffer's, over any bytes; calls that belong together go on where the last one stopped. */
  scan(data: Uint8Array, from: number, to: number, limit: number, visit: KeywordVisitor): number {
    const stop = Math.min(to, limit - 2);
    let at = from;
    while (at < stop) {
      const end = Math.min(stop, at + STRIDE * BLOCK);
      const count = this.#notice(data, at, end);
      for (let i = 0; i < count; i++) {
        const noticed = this.#noticed[i] as number;
        this.#verify(data, noticed, trigramAt(data, noticed), limit, visit);
      }
      at += Math.ceil((end - at) / STRIDE) * STRIDE;
    }
    // The last two bytes can end a keyword of three; apart from the loop, which so never reads past the end.
    if (at < Math.min(to, limit - 1)) {
      const trigram = spellings(data.subarray(at, at + 2))[0] ?? 0;
      if (this.#wanted[trigram] === 1) this.#verify(data, at, trigram, limit, visit);
      at += STRIDE;
    }
    return at;
  }

  /** Collects the positions whose trigram is wanted. Without a branch: the processor could not predict it. */
  #notice(data: Uint8Array, from: number, to: number): number {
    const wanted = this.#wanted;
    const noticed = this.#noticed;
    let count = 0;
    for (let at = from; at < to; at += STRIDE) {
      noticed[count] = at;
      count += wanted[trigramAt(data, at)] as number;
    }
    return count;
  }

  #verify(data: Uint8Array, at: number, trigram: number, limit: number, visit: KeywordVisitor): void {
    const buckets = this.#buckets;
    const bucket = this.#places[trigram] as number;
    const end = bucket + 1 + 2 * (buckets[bucket] as number);
    for (let entry = bucket + 1; entry < end; entry += 2) {
      const keyword = buckets[entry] as number;
      const start = at - (buckets[entry + 1] as number);
      if (start >= 0 && this.#table.stands(data, start, limit, keyword)) visit(keyword, start);
    }
  }

  #layOut(buckets: ReadonlyMap<number, readonly number[]>): Uint16Array {
    const flat: number[] = [];
    for (const [trigram, entries] of buckets) {
      this.#wanted[trigram] = 1;
      this.#places[trigram] = flat.length;
      flat.push(entries.length / 2, ...entries);
    }
    if (flat.length >= 0xffff) throw new RangeError('too many keywords');
    return Uint16Array.from(flat);
  }
}

function trigramAt(data: Uint8Array, at: number): number {
  return (
    (((data[at] as number) & 31) << 10) |
    (((data[at + 1] as number) & 31) << 5) |
    ((data[at + 2] as number) & 31)
  );
}

/** For each trigram of an anchor, the keywords it stands in and where, in pairs. */
function trigramsOf(keywords: readonly Keyword[]): Map<number, number[]> {
  const buckets = new Map<number, number[]>();
  keywords.forEach(({ bytes, fold }, keyword) => {
    const anchor = rarestWindow(bytes, fold);
    for (let offset = anchor; offset < anchor + STRIDE; offset++) {
      for (const trigram of spellings(bytes.subarray(offset, offset + 3))) {
        const entries = buckets.get(trigram) ?? [];
        entries.push(keyword, offset);
        buckets.set(trigram, entries);
      }
    }
  });
  return buckets;
}

/** A keyword of three bytes has but one trigram of its own; what follows its last two bytes can be anything. */
function spellings([first = 0, second = 0, third]: Uint8Array): number[] {
  const pair = ((first & 31) << 10) | ((second & 31) << 5);
  return third === undefined ? Array.from({ length: 32 }, (_, bits) => pair | bits) : [pair | (third & 31)];
}

/** Where the least common ANCHOR bytes of a keyword start. */
function rarestWindow(bytes: Uint8Array, fold: boolean): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start + ANCHOR <= bytes.length; start++) {
    const cost = bytes.subarray(start, start + ANCHOR).reduce((sum, byte) => sum + commonness(byte, fold), 0);
    if (cost < least) [best, least] = [start, cost];
  }
  return best;
}

/** A rough weight of a byte in programs and text: lower-case letters are everywhere. */
function commonness(byte: number, fold: boolean): number {
  if (isLetter(byte)) return fold || byte >= 0x61 ? 4 : 2;
  return byte === 0x20 || byte === 0x2d ? 3 : 1;
}
