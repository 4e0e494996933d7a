/** A shell script as the flow sees it. */
export interface ShellScript {
  /** What runs, in order. */
  body: readonly ShellNode[];
  /** Every simple command, wherever it is nested, in the order they stand. */
  commands: readonly ShellCommand[];
  /** Every here-document's body and here-string, variables as slots. */
  documents: readonly ShellWord[];
  /** Where the parser lost its way; the text from there on is not to be trusted as parsed. */
  problems: readonly { message: string; at: number }[];
}

export type ShellNode =
  | ShellCommand
  | ShellPipeline
  | ShellList
  | ShellGroup
  | ShellBranch
  | ShellLoop
  | ShellFunction;

export interface ShellCommand {
  kind: 'command';
  /** The command's own word first, when it has one. */
  words: readonly ShellWord[];
  /** `NAME=value` in front of the command or given to export, local, readonly, declare. */
  assignments: readonly ShellAssignment[];
  redirects: readonly ShellRedirect[];
  /** What here-documents and here-strings put on its standard input. */
  input: readonly ShellWord[];
  /** The script that it hands to another shell: `sh -c "…"`, `eval "…"`, `trap "…" EXIT`. */
  script?: readonly ShellNode[];
  /** The script that it has run on another machine or in a container: `ssh host "…"`. None of its commands are this script's. */
  far?: readonly ShellNode[];
  start: number;
  end: number;
}

interface ShellPipeline {
  kind: 'pipeline';
  parts: readonly ShellNode[];
}

/** `first && second || third`. */
interface ShellList {
  kind: 'list';
  first: ShellNode;
  rest: readonly { operator: '&&' | '||'; node: ShellNode }[];
}

/** `( … )`, `{ …; }`, or any compound command with redirects. */
interface ShellGroup {
  kind: 'group';
  subshell: boolean;
  body: readonly ShellNode[];
  redirects: readonly ShellRedirect[];
  input: readonly ShellWord[];
}

/** `if` and `case`: at most one arm runs. */
export interface ShellBranch {
  kind: 'branch';
  arms: readonly { condition: readonly ShellNode[]; body: readonly ShellNode[] }[];
  /** One of the arms, or this, always runs. */
  otherwise?: readonly ShellNode[];
}

interface ShellLoop {
  kind: 'loop';
  variable?: string;
  items: readonly ShellWord[];
  body: readonly ShellNode[];
}

interface ShellFunction {
  kind: 'function';
  name: string;
  body: readonly ShellNode[];
}

export interface ShellAssignment {
  name: string;
  value: ShellWord;
  /** `NAME+=value`. */
  append?: true;
  /** One of an array's values: `NAME=(value …)`. */
  element?: true;
}

export interface ShellRedirect {
  /** `>` `>>` `<` `>|` `&>` … */
  operator: string;
  /** The file descriptor in front of the operator. */
  descriptor?: number;
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
  /** What `$(…)`, backquotes or `<(…)` run. */
  script?: readonly ShellNode[];
  /** Set for `<(…)` and `>(…)`: the word is the name of a pipe. */
  pipe?: '<' | '>';
  /** Set when the expansion only tells whether the variable is set (`${X:+…}`, `${#X}`). */
  presence?: boolean;
  /** What stands for the value instead: `${X:-…}`, `${X:+…}`; its slots follow this one in the word. */
  operand?: ShellWord;
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

/** The slot that a character of `word.template` stands for. */
export function slotOf(character: string, word: Pick<ShellWord, 'slots'>): ShellSlot | undefined {
  const code = character.charCodeAt(0);
  return code < FIRST_SLOT || code > LAST_SLOT ? undefined : word.slots[code - FIRST_SLOT];
}

/** The nodes directly within a node. */
export function childrenOf(node: ShellNode): readonly ShellNode[] {
  switch (node.kind) {
    case 'command':
      return [];
    case 'pipeline':
      return node.parts;
    case 'list':
      return [node.first, ...node.rest.map((one) => one.node)];
    case 'branch':
      return [
        ...node.arms.flatMap(({ condition, body }) => [...condition, ...body]),
        ...(node.otherwise ?? []),
      ];
    default:
      return node.body;
  }
}

/** True for a word that is one expansion and nothing else: `"$TOKEN"`. */
export function isOneSlot(word: ShellWord | undefined): boolean {
  return word?.slots.length === 1 && word.template.length === 1;
}

/** Every slot that stands in `text`, a piece of `word.template`. */
export function slotsIn(text: string, word: ShellWord): ShellSlot[] {
  return [...text].flatMap((character) => slotOf(character, word) ?? []);
}

/** Text of the script, safe to stand in a template. */
export function withoutSlots(text: string): string {
  return /[\uE000-\uF8FF]/.test(text) ? text.replace(/[\uE000-\uF8FF]/g, '?') : text;
}

/** The name of the program that words run, its folder left out. */
export function commandName(words: readonly ShellWord[]): string {
  return words[0]?.template.replace(/^.*\//, '') ?? '';
}
