import { leadingSpace, trimmedLength } from './blanks.ts';
import type { Span } from './source-text.ts';

/** From index `at` on, the character at index `i` stands at file offset `offset + (i - at)`. */
interface Segment {
  at: number;
  offset: number;
}

/**
 * Text as the builder sees it, continuation lines joined, whose every index still knows its place in the file.
 */
export class MappedText {
  static readonly empty = new MappedText('', [{ at: 0, offset: 0 }]);

  readonly text: string;
  readonly #segments: readonly Segment[];

  private constructor(text: string, segments: readonly Segment[]) {
    this.text = text;
    this.#segments = segments;
  }

  /** A stretch of the file that needs no joining. */
  static of(text: string, offset: number): MappedText {
    return new MappedText(text, [{ at: 0, offset }]);
  }

  static join(parts: readonly MappedText[]): MappedText {
    const segments: Segment[] = [];
    let text = '';
    for (const part of parts) {
      if (part.text === '' && parts.length > 1) continue;
      for (const { at, offset } of part.#segments) segments.push({ at: at + text.length, offset });
      text += part.text;
    }
    return segments.length === 0 ? (parts[0] ?? MappedText.empty) : new MappedText(text, segments);
  }

  /** Another text of the same length at the same places. */
  masked(text: string): MappedText {
    return new MappedText(text, this.#segments);
  }

  get length(): number {
    return this.text.length;
  }

  /** The file offset of the character at `index`. */
  offsetAt(index: number): number {
    const segment = this.#segments[this.#segmentOf(index)];
    return segment === undefined ? 0 : segment.offset + (index - segment.at);
  }

  /** Where the characters `start` to `end` (exclusive) stand in the file; what lies between joined lines is included. */
  span(start = 0, end = this.text.length): Span {
    if (end <= start) return { start: this.offsetAt(start), end: this.offsetAt(start) };
    return { start: this.offsetAt(start), end: this.offsetAt(end - 1) + 1 };
  }

  slice(start: number, end = this.text.length): MappedText {
    const first = this.#segmentOf(start);
    const segments = [{ at: 0, offset: this.offsetAt(start) }];
    for (let index = first + 1; index < this.#segments.length; index += 1) {
      const segment = this.#segments[index];
      if (segment === undefined || segment.at >= end) break;
      segments.push({ at: segment.at - start, offset: segment.offset });
    }
    return new MappedText(this.text.slice(start, end), segments);
  }

  /** The stretches between what `separator` matches, empty ones left out. */
  split(separator: RegExp): MappedText[] {
    const pieces: MappedText[] = [];
    let start = 0;
    for (const match of this.text.matchAll(new RegExp(separator, 'g'))) {
      if (match.index > start) pieces.push(this.slice(start, match.index));
      start = match.index + match[0].length;
    }
    return start < this.text.length ? [...pieces, this.slice(start)] : pieces;
  }

  /** Without blanks at either end. */
  trim(): MappedText {
    const start = leadingSpace(this.text);
    return this.slice(start, Math.max(start, trimmedLength(this.text)));
  }

  #segmentOf(index: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle]?.at ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
