import type { FilePlace } from '../../build/build-path.ts';
import type { YamlEntry, YamlNode } from '../../build/yaml/node.ts';
import type { SourceText, Span } from '../../dockerfile/source-text.ts';
import type { TextEdit } from '../edit.ts';

const DEEPEST = 40;

/** An entry of a map, or an item of a list, in what holds it. */
export interface Held {
  parent: YamlNode;
  at: FilePlace;
}

/** What holds the entry or item that begins at a place. */
export function holderOf(node: YamlNode, place: FilePlace, depth = 0): Held | undefined {
  if (depth > DEEPEST) return undefined;
  for (const { at, value } of childrenOf(node)) {
    if (at.source === place.source && at.start === place.start) return { parent: node, at };
    const found = value && holderOf(value, place, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Entries and items that stand in the node itself. */
export function childrenOf(node: YamlNode): { at: FilePlace; value?: YamlNode }[] {
  if (node.isList) return node.items().map((value) => ({ at: value.at, value }));
  return node.entries().flatMap((entry) => (entry.merged ? [] : [{ ...entry, at: entryPlace(entry) }]));
}

function entryPlace({ at, value }: YamlEntry): FilePlace {
  const isBehind = value !== undefined && value.at.source === at.source && value.at.start >= at.end;
  return isBehind ? { ...at, end: Math.max(at.end, value.at.end) } : at;
}

/** True for `{ … }` and `[ … ]`. */
export function isFlow({ at }: YamlNode): boolean {
  return /[[{]/.test(at.source.text.charAt(at.start));
}

/** The entry of a map that has this value or name. */
export function entryNamed(node: YamlNode, name: string): FilePlace | undefined {
  const entry = node.entries().findLast((one) => one.name === name && !one.merged);
  return entry && entryPlace(entry);
}

/** All of some entries or items: their lines, or what stands between commas. Undefined where something else is on them. */
export function heldSpans(parent: YamlNode, gone: readonly FilePlace[]): Span[] | undefined {
  const starts = new Set(gone.map(({ start }) => start));
  const all = childrenOf(parent).map(({ at }) => at);
  const spans = gone.map((at) => (isFlow(parent) ? flowSpan(at, all, starts) : blockSpan(at, parent)));
  return spans.every((span) => span !== undefined) ? spans : undefined;
}

/** With the comma behind it; with the one in front where nothing that stays follows. */
function flowSpan(at: FilePlace, all: readonly FilePlace[], gone: ReadonlySet<number>): Span {
  const index = all.findIndex(({ start }) => start === at.start);
  const isFollowed = all.slice(index + 1).some(({ start }) => !gone.has(start));
  const next = all[index + 1];
  const before = all[index - 1];
  if (isFollowed && next !== undefined) return { start: at.start, end: next.start };
  return { start: before === undefined ? at.start : before.end, end: at.end };
}

function blockSpan(at: FilePlace, { isList }: YamlNode): Span | undefined {
  const start = lineStart(at);
  const before = at.source.text.slice(start, at.start);
  if (!(isList ? /^[ \t]*-[ \t]+$/ : /^[ \t]*$/).test(before)) return undefined;
  const end = lineEnd(at);
  const isLast = end === at.source.text.length && !at.source.text.endsWith('\n');
  return {
    start: isLast ? start - (/\r?\n$/.exec(at.source.text.slice(0, start))?.[0].length ?? 0) : start,
    end,
  };
}

/** Behind the line that a place ends in, its line break included. */
export function lineEnd({ source, end }: FilePlace): number {
  const at = source.text.indexOf('\n', Math.max(end - 1, 0));
  return at === -1 ? source.text.length : at + 1;
}

export function lineStart({ source, start }: FilePlace): number {
  return source.text.lastIndexOf('\n', start - 1) + 1;
}

/** What stands in front of the first entry or item of a node that is written in lines. */
export function indentOf(node: YamlNode): string {
  const [first] = childrenOf(node);
  if (first === undefined) return '';
  const line = first.at.source.text.slice(lineStart(first.at), first.at.start);
  return node.isList ? (/^[ \t]*/.exec(line)?.[0] ?? '') : line.replace(/\S/g, ' ');
}

export function lineBreakOf({ text }: FilePlace['source']): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Puts lines behind a place's own. */
export function linesBehind(at: FilePlace, lines: readonly string[]): TextEdit {
  const { source } = at;
  const start = lineEnd(at);
  const end = start - (/\r?\n$/.exec(source.text.slice(at.end, start))?.[0].length ?? 0);
  const line = lineBreakOf(source);
  return { source, start: end, end, text: lines.map((one) => line + one).join('') };
}

/** Puts lines at the end of a file. */
export function linesAtEnd(source: SourceText, lines: readonly string[]): TextEdit {
  const line = lineBreakOf(source);
  const end = source.text.length;
  const isOpen = !source.text.endsWith('\n');
  const text = lines.map((one) => (isOpen ? line + one : one + line)).join('');
  return { source, start: end, end, text };
}

/** Puts a word or a pair behind one in brackets; on a line of its own where that one has one. */
export function behindInFlow(at: FilePlace, text: string): TextEdit {
  const { source, end } = at;
  const before = source.text.slice(lineStart(at), at.start);
  const space = /^[ \t]+$/.test(before) ? lineBreakOf(source) + before : ' ';
  return { source, start: end, end, text: `,${space}${text}` };
}
