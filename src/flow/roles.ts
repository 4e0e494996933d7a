import type { Vocabulary } from '../credentials/vocabulary.ts';
import { type VariablePart, variablesIn, type WordPart } from '../dockerfile/word-parts.ts';
import { type ShellSlot, type ShellWord, slotCharacter, withoutSlots } from '../shell/script.ts';
import { secretUses } from './secret-uses.ts';

/** Variables whose value enters the expansion: `${X:+word}` only asks whether there is one. */
export function* carriersIn(parts: readonly WordPart[]): Generator<VariablePart> {
  for (const variable of variablesIn(parts)) if (!/^:?[+]$/.test(variable.operator ?? '')) yield variable;
}

/** What each variable, by its index, serves as in a word that the builder expands. */
export function rolesIn(parts: readonly WordPart[], names: Vocabulary): Map<number, string> {
  const slots: ShellSlot[] = [];
  let template = '';
  for (const part of parts) {
    if (part.kind === 'text') template += withoutSlots(part.value);
    else {
      template += slotCharacter(slots.length);
      slots.push({ variable: part.name, start: part.start, end: part.end });
    }
  }
  const word: ShellWord = { template, slots, start: 0, end: 0 };
  const uses = secretUses({ body: [], commands: [], documents: [word], problems: [] }, names);
  return new Map(uses.map(({ slot, as }) => [slot.start, as]));
}
