/** A shell script as the flow sees it: its simple commands in the order they stand, wherever they are nested. */
export interface ShellScript {
  commands: readonly ShellCommand[];
  /** Here-document bodies and here-strings, variables as slots. */
  documents: readonly ShellWord[];
  /** Where the parser lost its way; the text from there on is not to be trusted as parsed. */
  problems: readonly { message: string; at: number }[];
}

export interface ShellCommand {
  /** The command's own word first, when it has one. */
  words: readonly ShellWord[];
  /** `NAME=value` in front of the command or given to export, local, readonly, declare. */
  assignments: readonly ShellAssignment[];
  redirects: readonly ShellRedirect[];
  /** What its standard output is piped into. */
  pipedInto?: ShellCommand;
  start: number;
  end: number;
}

export interface ShellAssignment {
  name: string;
  value: ShellWord;
}

export interface ShellRedirect {
  /** `>` `>>` `<` `>|` `&>` … */
  operator: string;
  target: ShellWord;
}

/** A word with quotes removed in which each expansion is one private-use character. */
export interface ShellWord {
  /** `Bearer \uE000`: `slotOf(character)` is the index into `slots`. */
  template: string;
  slots: readonly ShellSlot[];
  start: number;
  end: number;
}

/** An expansion: of a variable, or of a command's output. */
export interface ShellSlot {
  /** The variable's name; absent for `$(command)`. */
  variable?: string;
  /** Set when the expansion only tells whether the variable is set (`${X:+…}`, `${#X}`). */
  presence?: boolean;
  start: number;
  end: number;
}

const FIRST_SLOT = 0xe000;
const LAST_SLOT = 0xf8ff;

/** A character class body that matches any slot. */
export const SLOT = '\\uE000-\\uF8FF';

export function slotCharacter(index: number): string {
  return String.fromCharCode(Math.min(FIRST_SLOT + index, LAST_SLOT));
}

/** Every slot that stands in `text`, a piece of `word.template`. */
export function slotsIn(text: string, word: ShellWord): ShellSlot[] {
  return [...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    return code < FIRST_SLOT || code > LAST_SLOT ? [] : (word.slots[code - FIRST_SLOT] ?? []);
  });
}

/** Text of the script, safe to stand in a template. */
export function withoutSlots(text: string): string {
  return /[\uE000-\uF8FF]/.test(text) ? text.replace(/[\uE000-\uF8FF]/g, '?') : text;
}
