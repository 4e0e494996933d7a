import type { Keyword, KeywordSearch, SearchBuffer } from './keyword.ts';
import { PlainSearch } from './plain-search.ts';
import { VectorSearch } from './vector-search.ts';

/** The fastest search that this machine has. @throws RangeError when a keyword is shorter than three bytes. */
export function keywordSearch(keywords: readonly Keyword[]): KeywordSearch {
  if (!VectorSearch.works) return new PlainSearch(keywords);
  const vector = new VectorSearch(keywords);
  return { span: vector.span, buffer: () => vectorBuffer(vector) ?? new PlainSearch(keywords).buffer() };
}

/** Undefined where the address space is limited (`ulimit -v`): each memory of WebAssembly reserves a lot of it. */
function vectorBuffer(vector: VectorSearch): SearchBuffer | undefined {
  try {
    return vector.buffer();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
