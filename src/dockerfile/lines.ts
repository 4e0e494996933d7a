import { leadingSpace } from './blanks.ts';
import { directiveIn } from './directive.ts';
import type { Directive, ParseProblem } from './instruction.ts';
import { MappedText } from './mapped-text.ts';
import type { SourceText, Span } from './source-text.ts';

export const DIRECTIVES = new Set(['syntax', 'escape', 'check']);
/** BuildKit reads lines through a buffer of this size and refuses longer ones. */
const MAX_LINE = 65_535;
const CONTINUATION = {
  '\\': /(?:^|[^\\])(\\[ \t]*)$/,
  '`': /(?:^|[^`])(`[ \t]*)$/,
} as const;

/**
 * Hands out a Dockerfile's logical lines: parser directives are taken off the top, comments dropped and
 * kept apart, continuation lines joined. Follows `Parse` of BuildKit's frontend/dockerfile/parser.
 */
export class LineReader {
  escape: '\\' | '`' = '\\';
  readonly directives: Directive[] = [];
  readonly comments: Span[] = [];
  readonly problems: ParseProblem[] = [];
  readonly #source: SourceText;
  #next = 1;
  #inDirectives = true;

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** The next instruction's text, or undefined at the end of the file. */
  logicalLine(): MappedText | undefined {
    for (let line = this.rawLine(); line !== undefined; line = this.rawLine()) {
      const first = this.#withoutBlanks(
        line.text.startsWith('\uFEFF') && this.#next === 2 ? line.slice(1) : line,
      );
      this.#readDirective(first);
      if (this.#isComment(first) || first.text === '') continue;
      return this.#joinContinuations(first);
    }
    return undefined;
  }

  /** The next physical line as it stands, without its line ending. */
  rawLine(): MappedText | undefined {
    if (this.#next > this.#source.lineCount) return undefined;
    const { start, end } = this.#source.lineSpan(this.#next);
    if (start === this.#source.text.length && this.#next > 1) return undefined;
    this.#next += 1;
    if (end - start > MAX_LINE) this.problems.push({ code: 'line-too-long', span: { start, end } });
    return MappedText.of(this.#source.text.slice(start, end), start);
  }

  /** A bookmark for `rewind`. */
  mark(): number {
    return this.#next;
  }

  rewind(mark: number): void {
    this.#next = mark;
  }

  #joinContinuations(first: MappedText): MappedText {
    const parts: MappedText[] = [];
    let line: MappedText | undefined = first;
    while (line !== undefined) {
      const blanks: MappedText = this.#withoutBlanks(line);
      if (line === first || (blanks.text !== '' && !this.#isComment(blanks))) {
        const mark = CONTINUATION[this.escape].exec(line.text);
        if (mark === null) {
          parts.push(line);
          break;
        }
        parts.push(line.slice(0, line.length - (mark[1] ?? '').length));
      }
      line = this.rawLine();
    }
    return MappedText.join(parts);
  }

  #isComment(line: MappedText): boolean {
    if (!line.text.startsWith('#')) return false;
    this.comments.push(line.span());
    return true;
  }

  #withoutBlanks(line: MappedText): MappedText {
    const blanks = leadingSpace(line.text);
    return blanks === 0 ? line : line.slice(blanks);
  }

  #readDirective(line: MappedText): void {
    if (!this.#inDirectives) return;
    const text = line.text.replace(/^#/, '');
    const { name = '', value = '' } = directiveIn(text.slice(leadingSpace(text))) ?? {};
    const key = name.toLowerCase();
    if (text.length === line.length || !DIRECTIVES.has(key)) {
      this.#inDirectives = false;
      return;
    }
    if (this.directives.some((directive) => directive.name === key)) {
      this.problems.push({ code: 'duplicate-directive', span: line.span(), found: key });
    }
    this.directives.push({ name: key, value, span: line.span() });
    if (key !== 'escape') return;
    if (value === '\\' || value === '`') this.escape = value;
    else this.problems.push({ code: 'invalid-escape-directive', span: line.span(), found: value });
  }
}
