/** What can be typed: commands, their flags, and what these take. */
export interface CommandWords {
  name: string;
  summary: string;
  flags: readonly FlagWords[];
  /** What its arguments are one of; empty for files. */
  values: readonly string[];
}

export interface FlagWords {
  name: string;
  char?: string;
  summary: string;
  /** Absent for a switch; empty for what cannot be listed, such as files. */
  values?: readonly string[];
}

/** The first sentence of a summary, without what shells read in it. */
export function label(text: string): string {
  return text.replace(/[:;.](?:\s.*)?$/s, '').replace(/[`"'$\\[\]():\n]/g, '');
}
