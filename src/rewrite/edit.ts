import type { SourceText, Span } from '../dockerfile/source-text.ts';

/** A stretch of a file and what is to stand there instead: of no length where something is inserted. */
export interface TextEdit extends Span {
  source: SourceText;
  text: string;
}
