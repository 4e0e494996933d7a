import type { Instruction } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Builder } from './builder.ts';
import { joinInputs, type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { type KeyValue, through } from './key-value.ts';

const URL = /^(?:https?|git|ssh):\/\/|^git@/i;
/** Flags whose values are in the key as they are expanded. */
const KEYED = new Set(['chown', 'chmod', 'exclude', 'parents', 'unpack']);

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
  const { builder, escape, expand, expandOwner } = place;
  const { keyword, args, exec, flags, heredocs, span } = instruction;
  const isFromStage = flags.some(({ name }) => name === 'from');
  const asWritten = builder.copiesAsWritten;
  if (asWritten === 'all' || (isFromStage && asWritten === 'from stages')) return NO_INPUTS;
  const words = exec ?? splitWords(args, escape).map((word) => word.text);
  const to = words.at(-1) ?? '';
  const target = expand(to, span);
  const inputs = [containing(target, `where ${keyword} copies to`, span)];
  if (!/^["']?(?:\/|[A-Za-z]:)/.test(to)) inputs.push(containing(place.folder, 'WORKDIR', span));
  for (const source of words.slice(0, -1)) inputs.push(sourceInputs(source, instruction, place));
  for (const { name, value = '' } of flags) {
    const given = name === 'chown' ? expandOwner(value, span) : expand(value, span);
    if (KEYED.has(name)) inputs.push(containing(given, `--${name}`, span));
    else if (name === 'checksum') inputs.push(doubtful(expand(value, span), `--${name} of ${keyword}`, span));
  }
  for (const { body, expand: expands } of heredocs)
    if (expands) inputs.push(containing(expand(body.text, span, true), `the heredoc of ${keyword}`, span));
  return joinInputs(...inputs);
}

function sourceInputs(
  source: string,
  { keyword, span }: Instruction,
  { builder, expand }: CopyPlace,
): KeyInputs {
  if (source.startsWith('<<')) return NO_INPUTS;
  const whole = expand(source, span);
  if (whole.names.size === 0) return containing(whole, `a source of ${keyword}`, span);
  const label = `names what ${keyword} takes`;
  const content = { ...NO_INPUTS, content: through(whole.names, label, span), doubts: whole.doubts };
  const slash = source.lastIndexOf('/');
  const isPlain = !source.slice(0, slash + 1).includes('{') && !source.slice(slash + 1).includes('}');
  // Where the files come from by hash alone, or from a server, the name says nothing.
  if (builder.name !== 'buildkit' || URL.test(source) || !isPlain) return content;
  return joinInputs(content, containing(expand(source.slice(slash + 1), span), label, span));
}

/** A value that is in a key as it stands. */
export function containing({ names, doubts }: KeyValue, label: string, span: Span): KeyInputs {
  if (names.size === 0 && doubts.length === 0) return NO_INPUTS;
  return { contains: through(names, label, span), content: new Map(), doubts };
}

/** A value of which nobody knows whether it is. */
export function doubtful({ names, doubts }: KeyValue, what: string, span: Span): KeyInputs {
  if (names.size === 0) return { ...NO_INPUTS, doubts };
  return { ...NO_INPUTS, doubts: [...doubts, { reason: `${what}: builders differ`, span, names }] };
}
