import { LOG_COMMAND } from './log-commands.ts';
import { UNSAFE } from './plain-text.ts';

/** A value as JSON that can be shown on a terminal and in the log of a CI job: what could steer it is escaped, and reads the same. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replace(UNSAFE, escaped).replace(LOG_COMMAND, `#${hex(0x23)}`)}\n`;
}

/** Line breaks are those between the values: within them they are escaped already. */
function escaped(character: string): string {
  if (character === '\n') return character;
  return Array.from({ length: character.length }, (_, at) => hex(character.charCodeAt(at))).join('');
}

function hex(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
