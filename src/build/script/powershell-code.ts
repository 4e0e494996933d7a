import { mayBuild } from '../mentions.ts';

/** A script of PowerShell, and the same with each text as dots: both are as long, and are changed alike. */
export interface Code {
  text: string;
  code: string;
}

/** How far `}}` is looked for. */
const NEAR = 200;

/** Hides texts, and blanks what no other shell takes for nothing: comments of several lines, maps. Takes linear time. */
export function codeOf(script: string): Code {
  const text: string[] = [];
  const code: string[] = [];
  const maps = mapsOf(script);
  for (let at = 0; at < script.length; ) {
    const { end, hides } = mapAt(script, at, maps) ?? pieceAt(script, at);
    const piece = script.slice(at, end);
    text.push(hides === 'all' ? blank(piece) : piece);
    code.push(HIDDEN[hides](piece));
    at = end;
  }
  return { text: text.join(''), code: code.join('') };
}

const HIDDEN = {
  nothing: (piece: string): string => piece,
  text: (piece: string): string => '.'.repeat(piece.length),
  all: blank,
};

interface Piece {
  end: number;
  hides: keyof typeof HIDDEN;
}

function pieceAt(script: string, at: number): Piece {
  const two = script.slice(at, at + 2);
  if (two === '<#') {
    const end = script.indexOf('#>', at + 2);
    return end === -1 ? { end: at + 2, hides: 'text' } : { end: end + 2, hides: 'all' };
  }
  if (/^@["']$/.test(two) && /^\r?\n/.test(script.slice(at + 2, at + 4)))
    return { end: behind(script, `\n${two.charAt(1)}@`, at), hides: 'text' };
  if (two === '${') return { end: behind(script, '}', at), hides: 'text' };
  if (two === '{{') {
    const end = script.slice(at, at + NEAR).indexOf('}}');
    return { end: end === -1 ? at + 1 : at + end + 2, hides: end === -1 ? 'nothing' : 'text' };
  }
  const one = two.charAt(0);
  if (one === '`') return { end: at + 2, hides: script.charAt(at + 1) === '\n' ? 'nothing' : 'text' };
  if (one === '"' || one === "'") return { end: quoteEnd(script, at), hides: 'text' };
  if (one === '#' && (at === 0 || /[\s;{}()|]/.test(script.charAt(at - 1)))) {
    const end = script.indexOf('\n', at);
    return { end: end === -1 ? script.length : end, hides: 'text' };
  }
  return { end: at + 1, hides: 'nothing' };
}

function behind(script: string, closing: string, at: number): number {
  const end = script.indexOf(closing, at + 2);
  return end === -1 ? script.length : end + closing.length;
}

function quoteEnd(script: string, at: number): number {
  const quote = script.charAt(at);
  for (let end = at + 1; end < script.length; end += 1) {
    const character = script.charAt(end);
    if (character === '`' && quote === '"') end += 1;
    else if (character === quote && script.charAt(end + 1) === quote) end += 1;
    else if (character === quote) return end + 1;
  }
  return script.length;
}

/** Where the maps of a script end, by where they begin; those that do not end hide nothing. */
function mapsOf(script: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < script.length; ) {
    const { end, hides } = pieceAt(script, at);
    const character = hides === 'nothing' ? script.charAt(at) : '';
    if (character === '{') open.push(script.charAt(at - 1) === '@' ? at - 1 : -1);
    const start = character === '}' ? (open.pop() ?? -1) : -1;
    if (start !== -1) ends.set(start, end);
    at = end;
  }
  return ends;
}

/** A map of values; one that may hold a command is read like any block. */
function mapAt(script: string, at: number, maps: ReadonlyMap<number, number>): Piece | undefined {
  const end = maps.get(at);
  return end === undefined || mayBuild(script.slice(at, end)) ? undefined : { end, hides: 'all' };
}

/** Blanks, and the line ends that there are. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/**
 * Changes what a pattern finds in the code, in the text as well.
 *
 * @param make gets what is written and what it is as code; what comes is as long
 */
export function changed(
  { text, code }: Code,
  pattern: RegExp,
  make: (written: string, code: string) => string,
): Code {
  const texts: string[] = [];
  const codes: string[] = [];
  let done = 0;
  for (const { 0: found, index } of code.matchAll(pattern)) {
    const end = index + found.length;
    texts.push(text.slice(done, index), make(text.slice(index, end), found));
    codes.push(code.slice(done, index), make(found, found));
    done = end;
  }
  return { text: texts.join('') + text.slice(done), code: codes.join('') + code.slice(done) };
}
