import type { MappedText } from './mapped-text.ts';
import type { SourceText, Span } from './source-text.ts';

/** One instruction, read as BuildKit reads it, every part with its place in the file. */
export interface Instruction {
  /** Upper case. */
  keyword: string;
  /** From the keyword to the end of the last line, heredoc bodies and terminators included. */
  span: Span;
  keywordSpan: Span;
  flags: readonly Flag[];
  /** What follows the flags, continuation lines joined. */
  args: MappedText;
  /** The strings of the exec (JSON) form; absent in shell form. */
  exec?: readonly string[];
  heredocs: readonly Heredoc[];
  /** What an ONBUILD holds back for child images. */
  trigger?: Instruction;
}

/** `--name=value` or a bare `--name`. */
export interface Flag {
  /** Without the dashes, as written. */
  name: string;
  /** Quotes and escapes resolved; absent for a bare flag. */
  value?: string;
  span: Span;
}

export interface Heredoc {
  /** The delimiter, quotes removed. */
  name: string;
  /** The lines between, as written. */
  body: MappedText;
  /** False when the delimiter was quoted: the builder expands nothing in a COPY or ADD body then. */
  expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  chomp: boolean;
  /** From the first line of the body to the terminator. */
  span: Span;
}

export interface ParseProblem {
  code: ProblemCode;
  span: Span;
  /** The word that was met, where one tells more. */
  found?: string;
}

/** All but `malformed-exec-form` make the builder refuse the file. */
export type ProblemCode =
  | 'no-instructions'
  | 'line-too-long'
  | 'exec-form-of-no-strings'
  | 'unknown-instruction'
  | 'unterminated-heredoc'
  | 'malformed-exec-form'
  | 'missing-value'
  | 'missing-arguments'
  | 'duplicate-directive'
  | 'invalid-escape-directive'
  | 'unknown-trigger';

export interface Directive {
  /** Lower case: `syntax`, `escape`, `check`. */
  name: string;
  value: string;
  span: Span;
}

export interface ParsedDockerfile {
  source: SourceText;
  escape: '\\' | '`';
  directives: readonly Directive[];
  comments: readonly Span[];
  instructions: readonly Instruction[];
  problems: readonly ParseProblem[];
}
