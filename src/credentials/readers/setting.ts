/** One value of a configuration file, and where it stands. */
export interface Setting {
  /** Names of sections and keys, from the outside in. */
  keys: readonly string[];
  value: string;
  /** Indexes into the text, without quotes. */
  start: number;
  end: number;
}

/** Reads one syntax. What it cannot read it leaves out: the scanner has seen the bytes as well. */
export type Reader = (text: string) => Setting[];

/** What stands within a value's quotes, and how far in. */
export function withoutQuotes(raw: string): { value: string; offset: number } {
  const quoted = /^(["'])(.*?)\1/s.exec(raw)?.[2];
  return quoted === undefined ? { value: raw, offset: 0 } : { value: quoted, offset: 1 };
}
