/** A file name pattern as a list of steps; each is tried at every place at once, so no text makes matching slow. */
export class Pattern {
  readonly steps: readonly Step[];
  /** The text before the first wildcard. */
  readonly prefix: string;
  readonly isPlain: boolean;

  private constructor(steps: readonly Step[]) {
    this.steps = steps;
    const wild = steps.findIndex(({ kind }) => kind !== 'is');
    const before = wild === -1 ? steps : steps.slice(0, wild);
    this.prefix = before.map(({ text }) => text).join('');
    this.isPlain = wild === -1;
  }

  /**
   * A pattern of an ignore file: `*` and `?` stay within a path element, `**` goes across. (moby/patternmatcher)
   *
   * @throws SyntaxError when the builder would refuse it
   */
  static ofIgnoreFile(text: string): Pattern {
    return new Pattern(new PatternReader(text, true).steps());
  }

  /**
   * A pattern of a COPY or ADD source, matched against a whole path: Go's filepath.Match.
   *
   * @throws SyntaxError when the builder would refuse it
   */
  static ofSource(text: string): Pattern {
    return new Pattern(new PatternReader(text, false).steps());
  }

  matches(path: string): boolean {
    if (this.isPlain) return this.prefix === path;
    let states = this.#closure(new Set([0]));
    for (const character of path) {
      const next = new Set<number>();
      for (const state of states) this.#advance(state, character, next);
      if (next.size === 0) return false;
      states = this.#closure(next);
    }
    return states.has(this.steps.length);
  }

  /** With each state those that are reached without a character. `folders` is left only behind a slash. */
  #closure(states: Set<number>): Set<number> {
    for (const state of states) {
      const kind = this.steps[state]?.kind;
      if (kind === 'many' || kind === 'any' || kind === 'folders') states.add(state + 1);
    }
    return states;
  }

  #advance(state: number, character: string, next: Set<number>): void {
    const inFolder = state < 0;
    const index = inFolder ? -state - 1 : state;
    const step = this.steps[index];
    if (step === undefined) return;
    switch (step.kind) {
      case 'is':
        if (step.text === character) next.add(index + 1);
        break;
      case 'one':
        if (character !== '/' && (step.holds?.(character) ?? true)) next.add(index + 1);
        break;
      case 'many':
        if (character !== '/') next.add(index);
        break;
      case 'any':
        next.add(index);
        break;
      default:
        next.add(-index - 1);
        if (character === '/') next.add(index + 1);
    }
  }
}

export interface Step {
  /** `is` a character, `one` or `many` of a path element, `any` text, whole `folders` or none. */
  kind: 'is' | 'one' | 'many' | 'any' | 'folders';
  /** The character; of one of several, the class as it is written. */
  text: string;
  holds?: (character: string) => boolean;
}

class PatternReader {
  readonly #characters: readonly string[];
  readonly #across: boolean;
  /** Where the last character stands that does not stand for itself. */
  readonly #lastSign: number;
  #at = 0;

  constructor(text: string, across: boolean) {
    this.#characters = [...text];
    this.#across = across;
    this.#lastSign = this.#characters.findLastIndex((character) => '*?[\\'.includes(character));
  }

  steps(): Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#characters.length) {
      const step = this.#step();
      // Folders behind folders are folders, and could be parted in as many ways as there are of them.
      if (step.kind !== 'folders' || steps.at(-1)?.kind !== 'folders') steps.push(step);
    }
    return steps;
  }

  #step(): Step {
    const character = this.#characters[this.#at++] ?? '';
    if (character === '*') return this.#star();
    if (character === '?') return { kind: 'one', text: '' };
    if (character === '[') {
      const start = this.#at;
      const holds = this.#class();
      return { kind: 'one', text: this.#characters.slice(start, this.#at).join(''), holds };
    }
    if (character !== '\\') return { kind: 'is', text: character };
    const escaped = this.#characters[this.#at++];
    if (escaped === undefined) throw new SyntaxError('it ends in a backslash');
    return { kind: 'is', text: escaped };
  }

  #star(): Step {
    let stars = 1;
    for (; this.#characters[this.#at] === '*'; this.#at += 1) stars += 1;
    if (!this.#across || stars === 1) return { kind: 'many', text: '' };
    const atStart = this.#at === 2;
    const slash = this.#characters[this.#at] === '/';
    if (slash) this.#at += 1;
    if (this.#at === this.#characters.length) return { kind: 'any', text: '' };
    const onlyText = this.#lastSign < this.#at;
    return { kind: atStart && onlyText && !slash ? 'any' : 'folders', text: '' };
  }

  #class(): (character: string) => boolean {
    const negated = this.#characters[this.#at] === '^';
    if (negated) this.#at += 1;
    const ranges: [string, string][] = [];
    while (this.#characters[this.#at] !== ']' || ranges.length === 0) {
      const low = this.#classCharacter();
      const isRange = this.#characters[this.#at] === '-';
      if (isRange) this.#at += 1;
      ranges.push([low, isRange ? this.#classCharacter() : low]);
    }
    this.#at += 1;
    return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== negated;
  }

  #classCharacter(): string {
    let character = this.#characters[this.#at++];
    if (character === '-' || character === ']') throw new SyntaxError('its [class] is malformed');
    if (character === '\\') character = this.#characters[this.#at++];
    if (character === undefined) throw new SyntaxError('its [class] has no end');
    return character;
  }
}
