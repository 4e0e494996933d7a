import { Lexer } from 'yaml';

const OPENING = /[[{]|[-?:](?=[ \t])/g;

/** True for a YAML text in which more than `most` collections are open at once. Takes time for those alone that might be. */
export function isDeeper(text: string, most: number): boolean {
  if (!mayBeDeeper(text, most)) return false;
  /** Where the lines began that the current one is nested in. */
  const lines: number[] = [];
  let flow = 0;
  let compact = 0;
  let indent = 0;
  let isStart = true;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '\n' || lexeme === '\r\n') {
      [compact, indent, isStart] = [0, 0, true];
      continue;
    }
    if (/^[ \t]+$/.test(lexeme)) {
      if (isStart) indent = lexeme.length;
      continue;
    }
    if (isStart && flow === 0) {
      while ((lines.at(-1) ?? -1) >= indent) lines.pop();
      lines.push(indent);
    }
    isStart = false;
    if (lexeme === '[' || lexeme === '{') flow += 1;
    else if (lexeme === ']' || lexeme === '}') flow = Math.max(0, flow - 1);
    else if (lexeme === '-' || lexeme === '?' || lexeme === ':') compact += 1;
    if (lines.length + flow + compact > most) return true;
  }
  return false;
}

function mayBeDeeper(text: string, most: number): boolean {
  let openings = 0;
  for (const _ of text.matchAll(OPENING)) if (++openings > most) return true;
  return /^[ \t]/m.test(text) && text.split('\n').length > most;
}
