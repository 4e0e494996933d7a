import type { Instruction } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Builder } from './builder.ts';
import { containing, doubtful, joinInputs, type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { constant, joinValues, type KeyValue, through } from './key-value.ts';
import { lastElement, splitAt } from './path-value.ts';

const URL = /^(?:https?|git|ssh):\/\/|^git@/i;
const GIT = /^(?:git|ssh):\/\/|^git@|\.git(?:[/#?]|$)/i;
/** Flags whose values are in the key as they are expanded; what --exclude says is not expanded. */
const KEYED = new Set(['chown', 'chmod']);

export interface CopyPlace {
  builder: Builder;
  escape: string;
  expand(word: string, span: Span, plainQuotes?: boolean): KeyValue;
  /** The same of what says who owns the files. */
  expandOwner(word: string, span: Span): KeyValue;
  /** WORKDIR, which a relative target is in. */
  folder: KeyValue;
}

/**
 * What a COPY or ADD has in its own key, the files that it takes aside: where it copies to and what it makes of owner
 * and permissions; of its sources only the last part of each path, as the rest only says which files are taken.
 */
export function copyInputs(instruction: Instruction, place: CopyPlace): KeyInputs {
  const { builder, escape } = place;
  const { args, exec, flags } = instruction;
  const isFromStage = flags.some(({ name }) => name === 'from');
  const words = exec ?? splitWords(args, escape).map((word) => word.text);
  const sources = words.slice(0, -1).map((source) => sourceInputs(source, instruction, place));
  const { copiesAsWritten } = builder;
  const isAsWritten = copiesAsWritten === 'all' || (isFromStage && copiesAsWritten === 'from stages');
  return isAsWritten
    ? joinInputs(...sources)
    : joinInputs(targetInputs(words.at(-1) ?? '', instruction, place), ...sources);
}

function targetInputs(to: string, { keyword, flags, heredocs, span }: Instruction, place: CopyPlace) {
  const { expand, expandOwner } = place;
  const inputs = [containing(expand(to, span), `where ${keyword} copies to`, span)];
  const isRelative = !/^["']?(?:\/|[A-Za-z]:)/.test(to);
  if (isRelative && !place.builder.asWritten) inputs.push(containing(place.folder, 'WORKDIR', span));
  for (const { name, value = '' } of flags) {
    const given = name === 'chown' ? expandOwner(value, span) : expand(value, span);
    if (KEYED.has(name)) inputs.push(containing(given, `--${name}`, span));
    else if (name === 'checksum') inputs.push(doubtful(given, `--${name} of ${keyword}`, span));
  }
  for (const { body, expand: expands } of heredocs)
    if (expands) inputs.push(containing(expand(body.text, span, true), `the heredoc of ${keyword}`, span));
  return joinInputs(...inputs);
}

function sourceInputs(source: string, { keyword, flags, span }: Instruction, place: CopyPlace): KeyInputs {
  if (source.startsWith('<<')) return NO_INPUTS;
  const whole = place.expand(source, span);
  const { names, doubts } = whole;
  const content = { ...NO_INPUTS, content: through(names, `names what ${keyword} takes`, span), doubts };
  // Where the files come from by hash alone the name says nothing.
  if (names.size === 0 || place.builder.name !== 'buildkit') return content;
  if (flags.some(({ name }) => name === 'parents')) return joinInputs(content, parentInputs(whole, span));
  return joinInputs(content, nameInputs(whole, keyword, span));
}

/** With --parents the folders are made, too: those behind `/./`, where that is in the path (convert_copy.go). */
function parentInputs(path: KeyValue, span: Span): KeyInputs {
  const isCut = (path.pieces ?? [path]).some(({ text = '' }) => text.includes('/./'));
  return isCut
    ? doubtful(path, 'which folders --parents makes', span)
    : containing(path, 'is in the folders that --parents makes', span);
}

/** BuildKit has the last part of a path in the key, of a URL that of its path. */
function nameInputs(source: KeyValue, keyword: string, span: Span): KeyInputs {
  const label = `is in the name of what ${keyword} takes`;
  const pieces = source.pieces ?? [source];
  if (keyword !== 'ADD' || !URL.test(pieces[0]?.text ?? ''))
    return containing(lastElement(source, span), label, span);
  const { before, behind: query } = splitAt(source, /[?#]/);
  const path = splitAt(splitAt(before, /:\/\//).behind, /\//).behind;
  const name = lastElement(joinValues([constant('/'), path]), span);
  if (!pieces.some(({ text = '' }) => GIT.test(text))) return containing(name, label, span);
  return doubtful(joinValues([name, query]), 'which part of a repository ADD takes', span);
}
