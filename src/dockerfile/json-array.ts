import { GO_SPACE } from './blanks.ts';

const HEALTHCHECK_COMMAND = new RegExp(`^CMD[${GO_SPACE}]+`, 'i');

/** `text` as a JSON array, or undefined when it is none: the builder then reads it as plain text. */
export function jsonArray(text: string): unknown[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The part of an instruction's arguments that may be in exec (JSON) form; HEALTHCHECK's stands behind CMD. */
export function execText(keyword: string, args: string): string {
  if (keyword !== 'HEALTHCHECK') return args;
  const command = HEALTHCHECK_COMMAND.exec(args);
  return command === null ? '' : args.slice(command[0].length);
}
