import { type ShellScript, type ShellSlot, slotCharacter, withoutSlots } from './script.ts';

const VARIABLE = /%([A-Za-z_][A-Za-z0-9_]{0,99})%|\$\{?env:([A-Za-z_][A-Za-z0-9_]{0,99})\}?/gi;

/**
 * Reads a cmd or PowerShell script as one text with its `%NAME%` and `$env:NAME` references as slots. Commands
 * are not told apart. Indexes are into `text`.
 */
export function parseWindowsShell(text: string): ShellScript {
  const slots: ShellSlot[] = [];
  let template = '';
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    template += withoutSlots(text.slice(end, match.index)) + slotCharacter(slots.length);
    end = match.index + match[0].length;
    slots.push({ variable: match[1] ?? match[2] ?? '', start: match.index, end });
  }
  template += withoutSlots(text.slice(end));
  return {
    body: [],
    commands: [],
    documents: [{ template, slots, start: 0, end: text.length }],
    problems: [],
  };
}
