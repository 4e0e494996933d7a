import type { Instruction } from '../dockerfile/instruction.ts';
import type { SourceText, Span } from '../dockerfile/source-text.ts';
import type { LiteralCredential } from '../flow/literal.ts';
import type { TracedRun } from '../flow/trace.ts';
import { cutCommands } from './cut-commands.ts';
import { Draft } from './draft.ts';
import { giveSecret } from './give-variable.ts';
import {
  nameRuns,
  type Refusal,
  type Rewrite,
  type RewriteFacts,
  type RewriteOptions,
  whereIs,
} from './rewrite.ts';
import { styleFor } from './style.ts';

const REVOKE = 'revoke the value that stands in the file, and supply a new one';

/** Puts a variable in the place of a credential that stands in RUNs, and mounts a secret as that variable. */
export function rewriteLiteral(
  literal: LiteralCredential,
  facts: RewriteFacts,
  options: RewriteOptions,
): Rewrite | Refusal {
  const { file } = facts;
  const places = placesOf(literal, facts);
  const [first] = places;
  if (first === undefined) return { refused: `${REVOKE} to the step that needs it, as a secret mount` };
  const draft = new Draft(facts);
  const assigned = assignmentOf(first.run, first.span, file.source);
  const name = assigned?.name ?? variableFor(literal, facts);
  const runs = new Set(
    places.filter((place) => putVariable(place, name, file.source, draft)).map(({ run }) => run),
  );
  if (runs.size === 0) {
    const form = `the RUN on ${whereIs(facts, [first.run.instruction])} holds it in a form that no variable can take the place of`;
    return { refused: `${REVOKE} by a secret mount: ${form}` };
  }
  const gift = { draft, id: name.toLowerCase(), source: name, style: styleFor(facts, options) };
  for (const run of runs)
    giveSecret({ ...gift, run, instruction: run.instruction, required: true, keepArgument: false }, name);
  const edits = draft.edits();
  if ('refused' in edits) return edits;
  return {
    title: `Mount ${name} as a secret in ${nameRuns([...runs])}, instead of a literal`,
    doubts: [REVOKE],
    edits,
    needs: [{ kind: 'secret', id: gift.id }],
  };
}

interface Place {
  run: TracedRun;
  span: Span;
}

/** Where RUNs hold the value as it is. */
function placesOf(literal: LiteralCredential, { trace, literals }: RewriteFacts): Place[] {
  const value = literal.secret.reveal();
  const same = literals.filter(({ secret }) => secret.reveal() === value);
  return same.flatMap(({ span, encoded }): Place[] => {
    const run = trace.runs.find(({ instruction }) => holds(instruction, span.start));
    return run === undefined || encoded !== undefined ? [] : [{ run, span }];
  });
}

/** Puts a variable in a literal's place; an assignment of it to that variable goes. False where neither can be. */
function putVariable({ run, span }: Place, name: string, source: SourceText, draft: Draft): boolean {
  const quotes = quotesAround(run, span.start);
  if (quotes === undefined || !run.isPosix) return false;
  const assigned = assignmentOf(run, span, source);
  if (assigned?.name !== name) replaceIn(quotes, span, name, source, draft);
  else for (const cut of assigned.cuts) draft.replace(cut, '');
  return true;
}

/** Single quotes are closed around the variable, and left out where nothing stands in them. */
function replaceIn(
  quotes: string,
  { start, end }: Span,
  name: string,
  { text }: SourceText,
  draft: Draft,
): void {
  if (quotes !== "'") {
    draft.replace({ start, end }, `\${${name}}`);
    return;
  }
  const opens = text.charAt(start - 1) === "'";
  const closes = text.charAt(end) === "'";
  const span = { start: start - Number(opens), end: end + Number(closes) };
  draft.replace(span, `${opens ? '' : "'"}"\${${name}}"${closes ? '' : "'"}`);
}

function holds({ span }: Instruction, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}

/** The quotes that a place of a script stands in, `''` for none; undefined where an expansion would mean something else. */
function quotesAround({ text, script }: TracedRun, offset: number): string | undefined {
  const inHeredoc = script.documents.some((word) => within(text.span(word.start, word.end), offset));
  const words = script.commands.flatMap(({ words: own, assignments, redirects }) => [
    ...own,
    ...assignments.map(({ value }) => value),
    ...redirects.map(({ target }) => target),
  ]);
  const word = words.find(({ start, end }) => within(text.span(start, end), offset));
  if (word === undefined || inHeredoc) return undefined;
  let quote = '';
  for (let at = word.start; at < word.end && text.offsetAt(at) < offset; at += 1) {
    const character = text.text.charAt(at);
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return quote;
}

function within({ start, end }: { start: number; end: number }, offset: number): boolean {
  return start <= offset && offset < end;
}

/** The variable that the whole of a literal is assigned to, and what to take out so that nothing assigns it. */
function assignmentOf(
  run: TracedRun,
  literal: Span,
  source: SourceText,
): { name: string; cuts: readonly Span[] } | undefined {
  const { text, script } = run;
  for (const command of script.commands) {
    const { assignments, words } = command;
    for (const { name, value, append } of assignments) {
      const span = text.span(value.start, value.end);
      const inner = value.slots.length === 0 && value.template.length === literal.end - literal.start;
      if (!inner || append === true || span.start > literal.start || span.end < literal.end) continue;
      const alone = assignments.length === 1 && words.every(({ template }) => template === 'export');
      const cuts = alone ? cutCommands(run, new Set([command]), source) : undefined;
      if (cuts !== undefined && cuts !== 'all') return { name, cuts };
    }
  }
  return undefined;
}

/** The name that the text gives to the value, or that of its kind: `GITHUB_PAT`. */
function variableFor({ name, format, inUrl }: LiteralCredential, { file }: RewriteFacts): string {
  const wanted = (name ?? (inUrl === 'userinfo' ? 'URL_PASSWORD' : format?.id) ?? 'SECRET')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
  const { text } = file.source;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? wanted : `${wanted}_${number}`;
    if (!new RegExp(`\\b${candidate}\\b`).test(text)) return candidate;
  }
}
