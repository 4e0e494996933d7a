import { plainLength } from './string-text.ts';
import type { Syntax } from './syntax.ts';
import type { StringStyle, Token } from './token.ts';

/** More than any program that people write has in a file of a MiB. */
export const MOST_TOKENS = 500_000;

const BLANKS = /(?:[ \t\r\f\v\u00a0\ufeff]|\\\r?\n)+/y;
const NUMBER = /\d[\w.]*/y;
const SIGN = /=>|\?\.(?!\d)|\?\?=?|\?:|\|\|=?|&&=?|\.\.\.|\*\*|[=!]==?|[<>]=|[-+*/%|&^:]=|->|::|[\s\S]/y;
const GROOVY_PATH = /\$([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)/y;
const CLOSES: Readonly<Record<string, readonly string[]>> = { ')': ['('], ']': ['['], '}': ['{', '${'] };
/** How far a closing bracket looks for its opening one. */
const FARTHEST = 64;

interface Frame {
  /** The index of its token. */
  open: number;
  text: string;
  style?: StringStyle;
}

/** The tokens of a program. Never throws, in time linear in the text; what stands behind MOST_TOKENS is left out. */
export function tokenize(text: string, syntax: Syntax): Token[] {
  return new Tokenizer(text, syntax).run();
}

class Tokenizer {
  readonly #text: string;
  readonly #syntax: Syntax;
  readonly #tokens: Token[] = [];
  readonly #frames: Frame[] = [];
  #at = 0;
  #inClass = false;

  constructor(text: string, syntax: Syntax) {
    this.#text = text;
    this.#syntax = syntax;
  }

  run(): Token[] {
    if (this.#text.startsWith('#!')) this.#at = this.#lineEnd();
    while (this.#at < this.#text.length && this.#tokens.length < MOST_TOKENS) {
      const style = this.#frames.at(-1)?.style;
      if (style === undefined) this.#code();
      else this.#string(style);
    }
    return this.#tokens;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  #push(kind: Token['kind'], length: number, rest: Pick<Token, 'style' | 'partner'> = {}): void {
    const start = this.#at;
    this.#at = Math.min(start + length, this.#text.length);
    this.#tokens.push({ kind, text: this.#text.slice(start, this.#at), start, end: this.#at, ...rest });
  }

  #code(): void {
    const blanks = this.#take(BLANKS).length;
    this.#at += blanks;
    if (blanks > 0 || this.#comment()) return;
    const first = this.#text.charAt(this.#at);
    const string = this.#syntax.stringAt(this.#text, this.#at, this.#tokens.at(-1));
    const closes = CLOSES[first];
    if (first === '\n') this.#newline();
    else if (string !== undefined) this.#open(string.length, string.style);
    else if (first === '(' || first === '[' || first === '{') this.#open(1);
    else if (closes !== undefined) this.#closeBracket(closes);
    else this.#word();
  }

  #word(): void {
    const name = this.#take(this.#syntax.name).length;
    const number = name > 0 ? 0 : this.#take(NUMBER).length;
    if (name > 0) this.#push('name', name);
    else if (number > 0) this.#push('number', number);
    else this.#push('sign', this.#take(SIGN).length);
  }

  #comment(): boolean {
    const line = this.#take(this.#syntax.lineComment).length;
    this.#at += line;
    if (line > 0) return true;
    if (!this.#syntax.hasBlockComments || !this.#text.startsWith('/*', this.#at)) return false;
    const end = this.#text.indexOf('*/', this.#at + 2);
    this.#at = end === -1 ? this.#text.length : end + 2;
    return true;
  }

  /** An expression in a string of one line ends with the line, whatever it left open. */
  #newline(): void {
    const frame = this.#frames.at(-1);
    const string = this.#frames.at(-2)?.style;
    if (frame?.text === '${' && string !== undefined && !string.lines) {
      this.#frames.pop();
      this.#frames.pop();
    }
    if (frame !== undefined && this.#syntax.joining.includes(frame.text)) this.#at += 1;
    else this.#push('line', 1);
  }

  #open(length: number, style?: StringStyle, text = this.#text.slice(this.#at, this.#at + length)): void {
    const rest = style === undefined ? {} : { style };
    this.#frames.push({ open: this.#tokens.length, text: style === undefined ? text : '"', ...rest });
    this.#push('open', length, rest);
    this.#inClass = false;
  }

  /** What was left open within a pair is given up; a bracket that closes nothing is left alone. */
  #closeBracket(opening: readonly string[]): void {
    const last = Math.max(0, this.#frames.length - FARTHEST);
    for (let depth = this.#frames.length - 1; depth >= last; depth -= 1) {
      const text = this.#frames[depth]?.text ?? '';
      if (opening.includes(text)) {
        this.#close(depth, 1);
        return;
      }
      if (text === '${') break;
    }
    this.#push('close', 1);
  }

  /** Ends the frame at a depth and those above it. */
  #close(depth: number, length: number): void {
    const { open, style } = this.#frames[depth] ?? { open: 0 };
    const token = this.#tokens[open];
    if (token !== undefined) token.partner = this.#tokens.length;
    this.#frames.length = depth;
    this.#push('close', length, { partner: open, ...(style !== undefined && { style }) });
  }

  #string(style: StringStyle): void {
    const start = this.#at;
    while (this.#at < this.#text.length) {
      const end = this.#endOf(style);
      if (end !== undefined) {
        this.#flush(start, style);
        this.#close(this.#frames.length - 1, end);
        return;
      }
      if (this.#hole(start, style)) return;
      const first = this.#text.charAt(this.#at);
      if (style.pattern === true && (first === '[' || first === ']')) this.#inClass = first === '[';
      this.#at += plainLength(this.#text, this.#at, style);
    }
    this.#flush(start, style);
  }

  /** The length of what ends a string here. */
  #endOf({ close, lines, until, pattern }: StringStyle): number | undefined {
    if (until !== undefined)
      return this.#text.charAt(this.#at - 1) === '\n' && this.#matches(until)
        ? this.#take(until).length
        : undefined;
    if (!lines && this.#text.charAt(this.#at) === '\n') return 0;
    if (pattern === true && this.#inClass) return undefined;
    return this.#text.startsWith(close, this.#at) ? close.length : undefined;
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #flush(start: number, style: StringStyle): void {
    const length = Math.min(this.#at, this.#text.length) - start;
    this.#at = start;
    if (length > 0) this.#push('text', length, { style });
  }

  #hole(start: number, style: StringStyle): boolean {
    const hole = style.holes.find((one) => this.#text.startsWith(one, this.#at));
    if (hole !== undefined) {
      if (style.doubled === true && hole === '{' && this.#text.startsWith('{{', this.#at)) return false;
      this.#flush(start, style);
      this.#open(hole.length, undefined, '${');
      return true;
    }
    if (style.names !== true || !this.#matches(GROOVY_PATH)) return false;
    const names = this.#take(GROOVY_PATH).slice(1).split('.');
    this.#flush(start, style);
    this.#open(1, undefined, '${');
    for (const [at, name] of names.entries()) {
      if (at > 0) this.#push('sign', 1);
      this.#push('name', name.length);
    }
    this.#close(this.#frames.length - 1, 0);
    return true;
  }
}
