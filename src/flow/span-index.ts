import type { Span } from '../dockerfile/source-text.ts';

/** Finds, among things that do not overlap each other, those that a stretch of the file touches. */
export class SpanIndex<T extends { span: Span }> {
  readonly #sorted: readonly T[];

  constructor(items: readonly T[]) {
    this.#sorted = [...items].sort((a, b) => a.span.start - b.span.start);
  }

  touching({ start, end }: Span): T[] {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.span.end ?? 0) > start) high = middle;
      else low = middle + 1;
    }
    const found: T[] = [];
    for (let at = low; at < this.#sorted.length; at += 1) {
      const item = this.#sorted[at];
      if (item === undefined || item.span.start >= end) break;
      found.push(item);
    }
    return found;
  }
}
