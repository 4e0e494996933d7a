/** What the builder's word expansion sees in a word: text, and references to build arguments and environment variables. */
export type WordPart = TextPart | VariablePart;

interface TextPart {
  kind: 'text';
  /** Quotes and escapes resolved. */
  value: string;
  start: number;
  end: number;
}

export interface VariablePart {
  kind: 'variable';
  name: string;
  /** `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`, where there is one. */
  operator?: string;
  /** What follows the operator. */
  operand: readonly WordPart[];
  start: number;
  end: number;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9]|[@*#]/y;
const MAX_DEPTH = 64;
const OPERATOR = /:[-+?]|[-+?]|##?|%%?|\/\/?/y;

/**
 * Parses a word as the builder expands it (BuildKit's shell/lex.go): single quotes keep everything, double quotes
 * keep blanks, the escape character protects what follows. Indexes are into `text`. Anything is accepted: an
 * unterminated quote or brace runs to the end.
 *
 * @param plainQuotes quotes mean themselves, as in the body of a heredoc
 */
export function parseWord(text: string, escape: string, plainQuotes = false): WordPart[] {
  return new WordParser(text, escape, plainQuotes).parts('');
}

/** Every variable in `parts`, those inside operands included. */
export function* variablesIn(parts: readonly WordPart[]): Generator<VariablePart> {
  for (const part of parts) {
    if (part.kind !== 'variable') continue;
    yield part;
    yield* variablesIn(part.operand);
  }
}

class WordParser {
  readonly #text: string;
  readonly #escape: string;
  readonly #plainQuotes: boolean;
  #at = 0;
  #depth = 0;
  #inQuotes = false;

  constructor(text: string, escape: string, plainQuotes: boolean) {
    this.#text = text;
    this.#escape = escape;
    this.#plainQuotes = plainQuotes;
  }

  parts(terminator: string): WordPart[] {
    const parts: WordPart[] = [];
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (terminator !== '' && character === terminator) break;
      if (character === '"' && !this.#plainQuotes) {
        this.#inQuotes = !this.#inQuotes;
        this.#at += 1;
      } else if (character === '$') parts.push(this.#variable());
      else append(parts, this.#literal(character));
    }
    return parts;
  }

  #literal(character: string): TextPart {
    const start = this.#at;
    if (character === "'" && !this.#inQuotes && !this.#plainQuotes) {
      const close = this.#text.indexOf("'", start + 1);
      this.#at = close === -1 ? this.#text.length : close + 1;
      const value = this.#text.slice(start + 1, close === -1 ? this.#text.length : close);
      return { kind: 'text', value, start, end: this.#at };
    }
    const escapes = character === this.#escape && this.#protects(this.#text.charAt(start + 1));
    this.#at += escapes ? 2 : 1;
    const value = escapes ? this.#text.charAt(start + 1) : character;
    return { kind: 'text', value, start, end: Math.min(this.#at, this.#text.length) };
  }

  #protects(next: string): boolean {
    return !this.#inQuotes || next === '"' || next === '$' || next === this.#escape;
  }

  #variable(): WordPart {
    const start = this.#at;
    const braced = this.#text.charAt(start + 1) === '{';
    this.#at += braced ? 2 : 1;
    const name = this.#take(NAME);
    if (name === '' || this.#depth > MAX_DEPTH) {
      const value = this.#text.slice(start, this.#at);
      return { kind: 'text', value, start, end: this.#at };
    }
    if (!braced) return { kind: 'variable', name, operand: [], start, end: this.#at };
    const operator = this.#take(OPERATOR);
    const wasInQuotes = this.#inQuotes;
    this.#depth += 1;
    const operand = this.parts('}');
    this.#depth -= 1;
    this.#inQuotes = wasInQuotes;
    this.#at = Math.min(this.#at + 1, this.#text.length);
    return { kind: 'variable', name, ...(operator !== '' && { operator }), operand, start, end: this.#at };
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

function append(parts: WordPart[], next: TextPart): void {
  const last = parts.at(-1);
  if (last?.kind !== 'text' || last.end !== next.start) parts.push(next);
  else parts[parts.length - 1] = { ...last, value: last.value + next.value, end: next.end };
}
