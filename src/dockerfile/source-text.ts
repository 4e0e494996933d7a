/** A stretch of a file: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A stretch of a file; of the one at hand where no other is named. */
export interface Place extends Span {
  source?: SourceText;
}

/** 1-based; columns count UTF-16 units, as editors and SARIF do. */
export interface Position {
  line: number;
  column: number;
}

/** A file's text that can tell the line and column of an offset. */
export class SourceText {
  readonly path: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      this.#lineStarts.push(at + 1);
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  /** The span of a 1-based line, without its line ending; of the empty end of the file when there is no such line. */
  lineSpan(line: number): Span {
    const start = this.#lineStarts[line - 1] ?? this.text.length;
    let end = (this.#lineStarts[line] ?? this.text.length + 1) - 1;
    while (end > start && this.text[end - 1] === '\r') end -= 1;
    return { start, end: Math.max(start, end) };
  }
}
