import { judgeName, type NameVerdict } from './names.ts';

/** What a project says of names itself. `*` stands for any characters; case does not matter. */
export interface OwnNames {
  /** Hold secrets. */
  secret: readonly string[];
  /** Change from build to build. */
  rotating: readonly string[];
  /** Hold no secrets, whatever they are called. */
  harmless: readonly string[];
}

const NONE: OwnNames = { secret: [], rotating: [], harmless: [] };

/**
 * What names mean: the field's vocabulary, and a project's own over it. It goes by hand to whatever judges names, with
 * the scanner or the surroundings that it is given: two projects of one run have two.
 */
export class Vocabulary {
  readonly #own: OwnNames;
  readonly #mention: RegExp | undefined;

  constructor(own: OwnNames = NONE) {
    this.#own = own;
    const pieces = own.secret.map((pattern) => longestPiece(pattern).replace(/[^\w]/g, '\\$&'));
    this.#mention = pieces.length === 0 ? undefined : new RegExp(pieces.join('|'), 'i');
  }

  /** What a name says of its value. Where two of a project's patterns contradict each other, it is a secret. */
  judge(name: string): NameVerdict {
    const { secret, harmless } = this.#own;
    if (isOneOf(name, secret)) return { kind: 'known', word: name };
    if (isOneOf(name, harmless)) return { kind: 'look-alike', word: name };
    return judgeName(name);
  }

  /** True for a name that is called a secret's, doubtful or not. */
  isSecret(name: string): boolean {
    return /^(?:known|secret)$/.test(this.judge(name).kind);
  }

  /** The same, or an address that in practice carries one. */
  mayHoldSecret(name: string): boolean {
    return this.isSecret(name) || this.judge(name).kind === 'index-url';
  }

  /** True for a name that the project says changes from build to build. */
  rotates(name: string): boolean {
    return isOneOf(name, this.#own.rotating);
  }

  /** True for a name that the project says holds no secret. */
  isHarmless(name: string): boolean {
    return isOneOf(name, this.#own.harmless);
  }

  /** True for a text that one of the project's secret names could stand in. */
  isMentionedIn(text: string): boolean {
    return this.#mention?.test(text) === true;
  }
}

/** The field's vocabulary alone. */
export const STANDARD = new Vocabulary();

function isOneOf(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesStars(pattern, name));
}

/** Whether a pattern with `*` covers a name, whatever the case. */
export function matchesStars(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.toUpperCase().split('*');
  const upper = name.toUpperCase();
  const last = rest.pop();
  if (last === undefined) return upper === first;
  if (!upper.startsWith(first) || upper.length < first.length + last.length || !upper.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of rest) {
    const found = upper.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= upper.length - last.length;
}

function longestPiece(pattern: string): string {
  return pattern.split('*').reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}
