import { type ParsedScript, parse } from 'unbash';
import { NodeReader } from './nodes.ts';
import type { Gathered, Piece } from './piece.ts';
import { ITSELF } from './place.ts';
import type { ShellNode, ShellScript } from './script.ts';

/**
 * Parses a POSIX or bash script, scripts in its words included. Never throws: what cannot be parsed becomes a
 * problem with its index. Indexes are into `text`.
 */
export function parseShell(text: string): ShellScript {
  const gathered = { commands: [], documents: [], problems: [] };
  const body = readScript({ text, place: ITSELF, outer: [], depth: 0 }, gathered);
  return { body, ...gathered };
}

/** Substitutions that never end take the parser the square of the text. */
const MOST_OPEN = 500;

/** Where more substitutions are open than any script has; undefined for all others. */
function endOfReadable(text: string): number | undefined {
  if (text.length < 2 * MOST_OPEN) return undefined;
  let open = 0;
  for (const { 0: bracket, index } of text.matchAll(/\$\(|\)/g)) {
    open = bracket === ')' ? Math.max(0, open - 1) : open + 1;
    if (open > MOST_OPEN) return index;
  }
  return undefined;
}

/** Parses a piece and adds what is in it to `gathered`. */
function readScript(piece: Piece, gathered: Gathered, parsed?: ParsedScript): ShellNode[] {
  const end = parsed === undefined ? endOfReadable(piece.text) : undefined;
  if (end !== undefined)
    gathered.problems.push({ message: 'too many open substitutions', at: piece.place(end) });
  const script = parsed ?? parsePiece(piece, gathered, end);
  for (const { message, pos } of script.errors ?? [])
    gathered.problems.push({ message, at: piece.place(pos) });
  return new NodeReader(piece, gathered, readScript).statements(script.commands);
}

/** The parser bounds what it nests, but not functions and coprocesses without a body: those end its stack. */
function parsePiece({ text, place }: Piece, { problems }: Gathered, end?: number): ParsedScript {
  try {
    return parse(text.slice(0, end));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push({ message: 'commands nested too deep', at: place(0) });
    return parse('');
  }
}
