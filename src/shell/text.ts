import { type ShellSlot, type ShellWord, slotCharacter, withoutSlots } from './script.ts';

const VARIABLE = /\$\{?([A-Za-z_][A-Za-z0-9_]{0,99})\}?/g;

/** A script that cannot be parsed, as one text with its `$NAME` references as slots. Indexes are into `text`. */
export function readAsText(text: string): ShellWord {
  const slots: ShellSlot[] = [];
  let template = '';
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    template += withoutSlots(text.slice(end, match.index)) + slotCharacter(slots.length);
    end = match.index + match[0].length;
    slots.push({ variable: match[1] ?? '', start: match.index, end });
  }
  return { template: template + withoutSlots(text.slice(end)), slots, start: 0, end: text.length };
}
