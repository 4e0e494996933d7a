import { statementEnd } from './constants.ts';
import type { Of } from './expression.ts';
import type { Program } from './program.ts';
import { behind, isSign, type Token } from './token.ts';

/** How far the beginning of `a.b(…).c(…)` is looked for. */
const LONGEST_CHAIN = 24;
const KEYWORD = /^(?:if|for|while|switch|catch|return|function|def|class|elif|with|and|or|not|in)$/;
const DECLARING = /^(?:function|def|class|interface|fn|sub|fun|void)$/;

/** Steps of Jenkins that are called without brackets. */
const STEP = /^(?:sh|bat|powershell|pwsh|build)$/;

/** A name that is called, and where its arguments begin. */
export interface Called {
  /** Indexes of tokens. */
  name: number;
  open: number;
  /** Behind its last token. */
  end: number;
}

/** The calls of a program, outer ones first; definitions are none. */
export function* callsOf({ walk }: Program): Generator<Called> {
  const { tokens, language } = walk;
  for (let at = 0; at + 1 < tokens.length; at += 1) {
    const name = tokens[at];
    const open = tokens[at + 1];
    if (name?.kind !== 'name' || open === undefined || KEYWORD.test(name.text)) continue;
    if (
      language.isGroovy &&
      STEP.test(name.text) &&
      (open.style !== undefined || isSign(tokens[at + 2], ':'))
    )
      yield { name: at, open: at + 1, end: statementEnd(walk, at + 1, false) };
    if (open.kind !== 'open') continue;
    const isCall = isSign(open, '(') || open.style?.close === '`';
    if (isCall && !isDefinition(tokens, at)) yield { name: at, open: at + 1, end: behind(tokens, at + 1) };
  }
}

/** `buildImage(file) {`, `buildImage(file: File): Result {`, `function buildImage(`. */
function isDefinition(tokens: readonly Token[], name: number): boolean {
  const before = tokens[name - 1];
  if (before?.kind === 'name' && DECLARING.test(before.text)) return true;
  if (isSign(before, '.', '?.')) return false;
  const after = tokens[behind(tokens, name + 1)];
  if (isSign(after, '=>')) return true;
  const begins =
    before === undefined ||
    before.kind === 'line' ||
    isSign(before, '{', '}', ';', '*', ',') ||
    /^(?:async|static|public|private|protected|override|get|set|abstract)$/.test(before.text);
  return begins && isSign(after, '{', ':');
}

/** A call with what it is called on; undefined where it cannot be read. */
export function readCall(program: Program, { name, end }: Called): Of<'call'> | undefined {
  const { walk } = program;
  const read = walk.expression(chainStart(walk.tokens, name), end);
  return read.kind === 'call' ? read : undefined;
}

/** Where `docker.from_env().images.build` begins. */
function chainStart(tokens: readonly Token[], name: number): number {
  let at = name;
  for (let links = 0; links < LONGEST_CHAIN; links += 1) {
    let dot = at - 1;
    while (tokens[dot]?.kind === 'line' && dot > at - 4) dot -= 1;
    if (!isSign(tokens[dot], '.', '?.')) break;
    let end = dot - 1;
    while (tokens[end]?.kind === 'line' && end > dot - 4) end -= 1;
    const start = operandStart(tokens, end);
    if (start === undefined) break;
    at = start;
  }
  return at;
}

/** The first token of the name or the groups that end at a token: `name`, `name(…)`, `name[…](…)`. */
function operandStart(tokens: readonly Token[], end: number): number | undefined {
  let at = end;
  for (let groups = 0; groups < 4; groups += 1) {
    const token = tokens[at];
    if (token?.kind === 'name') return at;
    if (token?.kind !== 'close' || token.partner === undefined) return undefined;
    at = token.partner;
    const before = tokens[at - 1];
    if (before?.kind === 'name' && !KEYWORD.test(before.text)) return at - 1;
    if (before?.kind !== 'close' || !isSign(token, ')', ']')) return at;
    at -= 1;
  }
  return undefined;
}

/** The end of a chain of calls that goes on behind one: `….withBuildArgs(…).build()`. */
export function chainEnd(program: Program, from: number): number {
  const { tokens } = program.walk;
  let end = from;
  for (let links = 0; links < 4 * LONGEST_CHAIN; links += 1) {
    let at = end;
    while (tokens[at]?.kind === 'line') at += 1;
    const next = isSign(tokens[at], '.', '?.') && tokens[at + 1]?.kind === 'name' ? at + 2 : undefined;
    if (next === undefined) break;
    end = isSign(tokens[next], '(') ? behind(tokens, next) : next;
  }
  return end;
}
