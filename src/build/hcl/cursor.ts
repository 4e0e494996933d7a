import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { FilePlace } from '../build-path.ts';
import type { HclExpression } from './tree.ts';

/** Expressions and blocks in one another. */
const DEEPEST = 64;
const TOO_DEEP = 'nested too deep';

/** A text that is not HCL from some place on; caught by the reader of the file. */
export class Malformed extends Error {
  /** In the file. */
  readonly offset: number;

  constructor(offset: number, reason: string) {
    super(reason);
    this.offset = offset;
  }
}

const BLANK = /[ \t\r\uFEFF]+/y;
const BLANK_AND_LINES = /[\s\uFEFF]+/y;
const COMMENT = /(?:#|\/\/)[^\n]*/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

type ReadExpression = (cursor: Cursor) => HclExpression;

/** Walks over a text of HCL. */
export class Cursor {
  readonly source: SourceText;
  readonly mapped: MappedText;
  readonly text: string;
  at = 0;
  /** Whether the end of a line is a blank here: in parentheses, brackets and templates. */
  #lines = false;
  #depth = 0;
  readonly #readExpression: ReadExpression;

  constructor(mapped: MappedText, source: SourceText, readExpression: ReadExpression) {
    this.mapped = mapped;
    this.text = mapped.text;
    this.source = source;
    this.#readExpression = readExpression;
  }

  /** For a text that was taken out of this one. */
  inner(mapped: MappedText): Cursor {
    const inner = new Cursor(mapped, this.source, this.#readExpression);
    inner.#depth = this.#depth + 1;
    if (inner.#depth > DEEPEST) this.fail(TOO_DEEP);
    return inner;
  }

  /** @throws Malformed */
  expression(): HclExpression {
    return this.#readExpression(this);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  place(start: number, end = this.at): FilePlace {
    return { source: this.source, ...this.mapped.span(start, end) };
  }

  /** @throws Malformed */
  fail(reason: string, at = this.at): never {
    throw new Malformed(this.mapped.offsetAt(at), reason);
  }

  /** Reads what `pattern`, a sticky one, matches here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  sees(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  eat(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }

  /** @throws Malformed */
  need(text: string): void {
    if (!this.eat(text)) this.fail(`${text} is missing`);
  }

  name(): string | undefined {
    return this.take(NAME);
  }

  /** Goes over blanks and comments; over ends of lines where they mean nothing. */
  skip(lines = this.#lines): void {
    const blank = lines ? BLANK_AND_LINES : BLANK;
    while (this.take(blank) !== undefined || this.take(COMMENT) !== undefined || this.#longComment());
  }

  #longComment(): boolean {
    if (!this.sees('/*')) return false;
    const end = this.text.indexOf('*/', this.at + 2);
    if (end === -1) this.fail('a comment does not end');
    this.at = end + 2;
    return true;
  }

  /** Leaves all that was begun. */
  restart(at: number): void {
    this.at = at;
    this.#depth = 0;
    this.#lines = false;
  }

  /** Goes to where `pattern`, a global one, matches next, or to the end; true when it moved. */
  goTo(pattern: RegExp): boolean {
    const from = this.at;
    pattern.lastIndex = from;
    this.at = pattern.exec(this.text)?.index ?? this.text.length;
    return this.at > from;
  }

  /**
   * Reads something inside something else.
   *
   * @param lines whether the ends of lines are blanks in it
   * @throws Malformed where it is too deep
   */
  inside<T>(lines: boolean, read: () => T): T {
    if (this.#depth >= DEEPEST) this.fail(TOO_DEEP);
    const outer = this.#lines;
    this.#lines = lines;
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    this.#lines = outer;
    return result;
  }

  /** Reads something of the same kind one level deeper. @throws Malformed */
  deeper<T>(read: () => T): T {
    return this.inside(this.#lines, read);
  }
}
