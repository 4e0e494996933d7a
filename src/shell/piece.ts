import type { ParsedScript } from 'unbash';
import type { Place } from './place.ts';
import type { ShellCommand, ShellNode, ShellSlot, ShellWord } from './script.ts';

/** A script within the script. */
export interface Piece {
  text: string;
  place: Place;
  /** Expansions that were made before this piece is parsed. */
  outer: readonly ShellSlot[];
  depth: number;
}

/** What is found wherever it is nested. */
export interface Gathered {
  commands: ShellCommand[];
  documents: ShellWord[];
  problems: { message: string; at: number }[];
}

/** Parses a piece, unless it is parsed already, and adds what is in it to `gathered`. */
export type ReadScript = (piece: Piece, gathered: Gathered, parsed?: ParsedScript) => ShellNode[];
