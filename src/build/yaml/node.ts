import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { FilePlace } from '../build-path.ts';
import { mapScalar } from './scalar-text.ts';

/** Nodes looked at in one file, those behind aliases again each time. */
const MOST_NODES = 200_000;
/** Aliases of aliases, and merges of merges. */
const DEEPEST = 32;

/** What each alias stands for; missing for one that names nothing. */
export type Aliases = ReadonlyMap<Alias, unknown>;

interface Around {
  source: SourceText;
  aliases: Aliases;
  /** Counts down. */
  left: { nodes: number };
}

/** A value of a YAML or JSON file that knows its place. Aliases and merge keys are followed. */
export class YamlNode {
  readonly #node: YAMLMap | YAMLSeq | Scalar;
  readonly #around: Around;

  private constructor(node: YAMLMap | YAMLSeq | Scalar, around: Around) {
    this.#node = node;
    this.#around = around;
  }

  static of(contents: unknown, source: SourceText, aliases: Aliases): YamlNode | undefined {
    return YamlNode.#resolve(contents, { source, aliases, left: { nodes: MOST_NODES } });
  }

  static #resolve(node: unknown, around: Around): YamlNode | undefined {
    let at: unknown = node;
    for (let depth = 0; depth < DEEPEST && isAlias(at); depth += 1) at = around.aliases.get(at);
    around.left.nodes -= 1;
    if (around.left.nodes < 0 || !(isMap(at) || isSeq(at) || isScalar(at))) return undefined;
    return new YamlNode(at, around);
  }

  /** The file was too tangled to be read to its end. */
  get isExhausted(): boolean {
    return this.#around.left.nodes < 0;
  }

  get at(): FilePlace {
    const { source } = this.#around;
    const [start, end] = this.#node.range ?? [0, 0];
    return { source, start, end: start + source.text.slice(start, end).trimEnd().length };
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  /** `!reference`. */
  get tag(): string | undefined {
    return this.#node.tag;
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  /** A scalar as text; numbers and booleans as they are written. Undefined for null, maps and lists. */
  get text(): string | undefined {
    const node = this.#node;
    if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
    return typeof node.value === 'string' ? node.value : scalarSource(node);
  }

  /** A scalar's text with the place of each character; of its beginning where it is null. */
  get mapped(): MappedText {
    const [start, end] = this.#node.range ?? [0, 0];
    const value = this.text;
    if (value === undefined) return MappedText.of('', start);
    return mapScalar(value, this.#around.source.text.slice(start, end), start);
  }

  get(key: string): YamlNode | undefined {
    return this.entries().findLast(({ name }) => name === key)?.value;
  }

  /** What a path of keys leads to. */
  find(...keys: readonly string[]): YamlNode | undefined {
    let at: YamlNode | undefined = this;
    for (const key of keys) at = at?.get(key);
    return at;
  }

  /** The pairs of a map, those merged in first; none for anything else. */
  entries(): YamlEntry[] {
    return this.#entries([]);
  }

  /** @param within the maps that it is merged into: one that merges itself gets nothing of it */
  #entries(within: readonly unknown[]): YamlEntry[] {
    const node = this.#node;
    if (!isMap(node) || within.includes(node)) return [];
    const inside = [...within, node];
    return node.items.flatMap((pair) => this.#entry(pair, inside)).sort(byMerge);
  }

  #entry({ key, value }: Pair<unknown, unknown>, inside: readonly unknown[]): YamlEntry[] {
    const name = isScalar(key) ? String(key.value) : '';
    const at =
      isScalar(key) && key.range
        ? { source: this.#around.source, start: key.range[0], end: key.range[1] }
        : this.at;
    const node = YamlNode.#resolve(value, this.#around);
    if (name !== '<<' || node === undefined)
      return [{ name, at, merged: false, ...(node !== undefined && { value: node }) }];
    if (inside.length > DEEPEST) return [];
    const maps = node.isList ? [...node.items()].reverse() : [node];
    return maps.flatMap((map) => map.#entries(inside).map((entry) => ({ ...entry, merged: true })));
  }

  /** The values of a list; none for anything else. */
  items(): YamlNode[] {
    const node = this.#node;
    if (!isSeq(node)) return [];
    return node.items.flatMap((item) => YamlNode.#resolve(item, this.#around) ?? []);
  }
}

export interface YamlEntry {
  name: string;
  /** Of the key. */
  at: FilePlace;
  value?: YamlNode;
  merged: boolean;
}

function byMerge(a: YamlEntry, b: YamlEntry): number {
  return Number(b.merged) - Number(a.merged);
}

function scalarSource({ source, value }: Scalar): string {
  return source ?? String(value);
}
