import type { Instruction } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { type Doubt, joinNames, type KeyValue, type Names, through } from './key-value.ts';

/** What of the rotating values is in a key: for sure, through the content of files, perhaps. */
export interface KeyInputs {
  contains: Names;
  /** The key has the content of files that a step with the value in its key made. */
  content: Names;
  doubts: readonly Doubt[];
}

/** A step that a builder keeps the result of. */
export interface CacheStep extends KeyInputs {
  stage: Stage;
  instruction: Instruction;
  /** What is in its key by itself, and not by the steps before it. */
  own: KeyInputs;
  /** The variables that carry rotating values where it stands. */
  carriers: ReadonlySet<string>;
  /** The program that reads a RUN, by SHELL. */
  shell: string;
  /** The image whose trigger it is; absent of what stands in the file. */
  triggeredBy?: string;
}

/** What is proved of a step; `unknown` where nothing is. */
export type Verdict = 'independent' | 'depends-on-content' | 'contains' | 'unknown';

/**
 * What is proved of a key. `contains`: when the value changes, the step is run again. `depends-on-content`: it is
 * unless the files come out the same. `independent`: it is not.
 */
export function verdictOf({ contains, content, doubts }: KeyInputs): Verdict {
  if (contains.size > 0) return 'contains';
  if (doubts.length > 0) return 'unknown';
  return content.size > 0 ? 'depends-on-content' : 'independent';
}

export const NO_INPUTS: KeyInputs = { contains: new Map(), content: new Map(), doubts: [] };

export function joinInputs(...all: readonly KeyInputs[]): KeyInputs {
  return {
    contains: joinNames(...all.map(({ contains }) => contains)),
    content: joinNames(...all.map(({ content }) => content)),
    doubts: [...new Set(all.flatMap(({ doubts }) => doubts))],
  };
}

/** Of a step whose files another one takes: only their content counts there. */
export function asContent({ contains, content, doubts }: KeyInputs): KeyInputs {
  return { contains: new Map(), content: joinNames(contains, content), doubts };
}

/**
 * Of a linked COPY: engines without MergeOp, as Docker's is with its own image store, lay it on the steps before it
 * all the same (convert_copy.go; moby 45153).
 */
export function perhapsOn({ contains, content, doubts }: KeyInputs, span: Span): KeyInputs {
  const names = joinNames(contains, content);
  const reason = 'whether --link keeps it from the steps before it depends on the image store of the engine';
  return { ...NO_INPUTS, doubts: names.size === 0 ? doubts : [...doubts, { reason, span, names }] };
}

/** A value that is in a key as it stands. */
export function containing(
  { names, doubts }: Pick<KeyValue, 'names' | 'doubts'>,
  label: string,
  span: Span,
): KeyInputs {
  if (names.size === 0 && doubts.length === 0) return NO_INPUTS;
  return { contains: through(names, label, span), content: new Map(), doubts };
}

/** A value of which nobody knows whether it is. */
export function doubtful(
  { names, doubts }: Pick<KeyValue, 'names' | 'doubts'>,
  what: string,
  span: Span,
): KeyInputs {
  if (names.size === 0) return { ...NO_INPUTS, doubts };
  return { ...NO_INPUTS, doubts: [...doubts, { reason: `${what}: builders differ`, span, names }] };
}
