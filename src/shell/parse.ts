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

/** Parses a piece and adds what is in it to `gathered`. */
function readScript(piece: Piece, gathered: Gathered, parsed?: ParsedScript): ShellNode[] {
  const script = parsed ?? parse(piece.text);
  for (const { message, pos } of script.errors ?? [])
    gathered.problems.push({ message, at: piece.place(pos) });
  return new NodeReader(piece, gathered, readScript).statements(script.commands);
}
