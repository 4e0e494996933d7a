import type { Instruction } from '../dockerfile/instruction.ts';
import type { MappedText } from '../dockerfile/mapped-text.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { WordPart } from '../dockerfile/word-parts.ts';

/** An ARG or one pair of an ENV. */
export interface Declaration {
  kind: 'ARG' | 'ENV';
  name: string;
  /** Absent for an ARG before the first FROM. */
  stage?: Stage;
  instruction: Instruction;
  /** Name and value. */
  span: Span;
  /** As written: an ARG's default, an ENV's value. */
  value?: DeclaredValue;
  /** What the value comes to, as far as the file tells: build arguments at their defaults. */
  text?: string;
  /** Whose values flow into this one. */
  sources: Source[];
  uses: Use[];
}

export interface DeclaredValue {
  text: MappedText;
  parts: readonly WordPart[];
  /** The value, quotes resolved, where it holds no reference. */
  literal?: string;
}

export interface Source {
  declaration: Declaration;
  /** The reference; the later ARG itself where it takes over a global one of its name. */
  span: Span;
  /** What it serves as in the value, where that is a secret's part: `the password of a URL`. */
  as?: string;
  /** The value is this reference and nothing else. */
  whole: boolean;
}

/** One reference outside ARG and ENV. */
export interface Use {
  instruction: Instruction;
  stage: Stage;
  span: Span;
  /** What the value serves as, where that is a secret's part. */
  as?: string;
  /** The place only asks after the value: a test, the id of a public key. */
  harmless?: boolean;
  /** Expanded by the builder (and so written to history, and to config or a layer), not by a shell. */
  byBuilder: boolean;
}
