/** A value of a configuration that knows its place, whoever has read the file. */
export interface ConfigNode {
  readonly at: { readonly start: number };
  readonly isMap: boolean;
  readonly isList: boolean;
  /** A scalar as text; undefined for null, maps and lists. */
  readonly text: string | undefined;
  get(key: string): ConfigNode | undefined;
  entries(): readonly ConfigEntry[];
  items(): readonly ConfigNode[];
}

export interface ConfigEntry {
  name: string;
  /** Of the key. */
  at: { readonly start: number };
  value?: ConfigNode;
}
