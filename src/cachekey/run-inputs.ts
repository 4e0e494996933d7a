import type { Instruction } from '../dockerfile/instruction.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { asContent, joinInputs, type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { containing, doubtful } from './copy-inputs.ts';
import type { KeyValue } from './key-value.ts';

/** What of each kind of mount only chooses files, and what is in no key. */
const CHOOSES = new Set(['source', 'from']);
/** BuildKit takes them into the key up to 0.12 (checkShouldClearCacheOpts, exec.go). */
const FORMER = new Set(['id', 'sharing']);

export interface MountPlace {
  expand(word: string, span: Span): KeyValue;
  folder: string;
  /** What is in the key of the last step of a stage; undefined for an image. */
  stageInputs(name: string): KeyInputs | undefined;
}

/** What a RUN has in its own key by its mounts. A secret's value never is; its id, target and permissions are. */
export function mountInputs(instruction: Instruction, place: MountPlace): KeyInputs {
  const text = (word: string): string => place.expand(word, instruction.span).text ?? word;
  const inputs: KeyInputs[] = [];
  for (const { type, from, written, span } of mountsOf(instruction, text, place.folder)) {
    if (from !== undefined) inputs.push(asContent(place.stageInputs(from) ?? NO_INPUTS));
    for (const [key, word] of written) {
      const value = place.expand(word, span);
      const label = `${key} of a ${type} mount`;
      if (CHOOSES.has(key) && type !== 'secret') inputs.push(asContent(containing(value, label, span)));
      else if (type === 'cache' && FORMER.has(key)) inputs.push(doubtful(value, label, span));
      else inputs.push(containing(value, label, span));
    }
  }
  return joinInputs(...inputs);
}
