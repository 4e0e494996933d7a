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
        if (step.holds?.(character) ?? character !== '/') next.add(index + 1);
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
  /** Of a class, which may hold a slash too; without it `one` is whatever is no slash. */
  holds?: (character: string) => boolean;
}

/** With at most one `**`, in front or behind: such a pattern is compared as text, all others become regular expressions. (moby/patternmatcher) */
const PLAIN = /^(?:(?:\*\*)?[^*?[\]\\]*|[^*?[\]\\]*\*\*)$/;
const NEVER: Step = { kind: 'one', text: 'never', holds: () => false };
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const CLASSES: Readonly<Record<string, RegExp>> = {
  d: /[0-9]/,
  D: /[^0-9]/,
  s: /[\t\n\f\r ]/,
  S: /[^\t\n\f\r ]/,
  w: /[0-9A-Za-z_]/,
  W: /[^0-9A-Za-z_]/,
};

/** A letter or digit behind a backslash, as a regular expression has it; where that stands for more than a character, nothing fits. */
function escape(character: string): Step {
  const control = CONTROLS[character];
  if (control !== undefined) return { kind: 'is', text: control };
  const some = CLASSES[character];
  return some === undefined ? NEVER : { kind: 'one', text: `\\${character}`, holds: (one) => some.test(one) };
}

class PatternReader {
  readonly #characters: readonly string[];
  readonly #across: boolean;
  readonly #isRegexp: boolean;
  #at = 0;

  constructor(text: string, across: boolean) {
    this.#characters = [...text];
    this.#across = across;
    this.#isRegexp = across && !PLAIN.test(text);
  }

  steps(): Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#characters.length) {
      if (this.#isRegexp && this.#characters[this.#at] === '^') {
        this.#at += 1;
        // Nothing but the start of the path is before its start.
        if (steps.every(({ kind }) => kind !== 'is' && kind !== 'one')) steps.length = 0;
        else steps.push(NEVER);
        continue;
      }
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
    return this.#across && /[0-9A-Za-z]/.test(escaped) ? escape(escaped) : { kind: 'is', text: escaped };
  }

  #star(): Step {
    if (!this.#across) {
      while (this.#characters[this.#at] === '*') this.#at += 1;
      return { kind: 'many', text: '' };
    }
    // Of three stars the first two are one sign, the third is another.
    if (this.#characters[this.#at] !== '*') return { kind: 'many', text: '' };
    this.#at += 1;
    const slash = this.#characters[this.#at] === '/';
    if (slash) this.#at += 1;
    if (this.#at === this.#characters.length) return { kind: 'any', text: '' };
    return { kind: this.#isRegexp || slash ? 'folders' : 'any', text: '' };
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
