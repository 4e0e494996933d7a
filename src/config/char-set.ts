/** Of ASCII one each; all other characters are one more. */
const SIZE = 129;
const OTHERS = SIZE - 1;

/** A set of characters as a regular expression has them. */
export class CharSet {
  readonly #has: Uint8Array;

  private constructor(has: Uint8Array) {
    this.#has = has;
  }

  static of(characters: string): CharSet {
    const has = new Uint8Array(SIZE);
    for (const character of characters) has[indexOf(character)] = 1;
    return new CharSet(has);
  }

  static range(from: string, to: string): CharSet {
    const has = new Uint8Array(SIZE);
    has.fill(1, indexOf(from), indexOf(to) + 1);
    return new CharSet(has);
  }

  static readonly NONE = CharSet.of('');
  static readonly ALL = CharSet.NONE.complement();

  or(other: CharSet): CharSet {
    return new CharSet(this.#has.map((one, index) => one | (other.#has[index] ?? 0)));
  }

  /** Characters beyond ASCII are on both sides, as they are not told apart. */
  complement(): CharSet {
    const has = this.#has.map((one) => 1 - one);
    has[OTHERS] = 1;
    return new CharSet(has);
  }

  /** How many characters are in it; those beyond ASCII count as one. */
  get size(): number {
    return this.#has.reduce((sum, one) => sum + one, 0);
  }

  meets(other: CharSet): boolean {
    return this.#has.some((one, index) => one === 1 && other.#has[index] === 1);
  }
}

function indexOf(character: string): number {
  return Math.min(character.codePointAt(0) ?? OTHERS, OTHERS);
}

const DIGIT = CharSet.range('0', '9');
const WORD = DIGIT.or(CharSet.range('A', 'Z')).or(CharSet.range('a', 'z')).or(CharSet.of('_'));
const BLANK = CharSet.of(' \t\n\r\f\v\u00a0');

/** What `\d`, `\W` and the like stand for, by the letter. */
export const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  w: WORD,
  s: BLANK,
  D: DIGIT.complement(),
  W: WORD.complement(),
  S: BLANK.complement(),
};
