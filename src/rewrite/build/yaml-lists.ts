import type { FilePlace } from '../../build/build-path.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import type { TextEdit } from '../edit.ts';
import { behindInFlow, childrenOf, indentOf, isFlow, lineBreakOf, linesBehind } from './yaml-edits.ts';

/**
 * Puts words into the list of a map's key, which is made where it is not there.
 *
 * @param step by which the file indents
 * @param removals what goes from the map at the same time; what would leave it empty is replaced
 * @returns all edits, the removals among them; undefined where the form is not understood
 */
export function withListed(
  map: YamlNode,
  key: string,
  words: readonly string[],
  removals: readonly TextEdit[],
  step = '  ',
): TextEdit[] | undefined {
  const isJson = /\.json$/.test(map.at.source.path);
  const written = isJson ? words.map((word) => JSON.stringify(word)) : words;
  if (words.length === 0) return [...removals];
  const list = map.get(key);
  if (list === undefined) return withList(map, isJson ? `"${key}"` : key, written, removals, step);
  const last = lastOf(list, []);
  if (!list.isList || list.at.source !== map.at.source || last === undefined) return undefined;
  if (isFlow(list)) return [...removals, ...written.map((word) => behindInFlow(last, word))];
  const indent = indentOf(list);
  return [...removals, ...words.map((word) => linesBehind(last, [`${indent}- ${word}`]))];
}

function withList(
  map: YamlNode,
  key: string,
  words: readonly string[],
  removals: readonly TextEdit[],
  step: string,
): TextEdit[] | undefined {
  const last = lastOf(map, removals);
  const inFlow = `${key}: [${words.join(', ')}]`;
  const indent = indentOf(map);
  const lines = [`${indent}${key}:`, ...words.map((word) => `${indent}${step}- ${word}`)];
  if (last !== undefined)
    return [...removals, isFlow(map) ? behindInFlow(last, inFlow) : linesBehind(last, lines)];
  const { source, start, end } = map.at;
  const instead = removals.find(
    (one) => one.source === source && one.start >= start - indent.length - 2 && one.start < end,
  );
  if (instead === undefined) return undefined;
  const line = lineBreakOf(source);
  const gone = source.text.slice(instead.start, instead.end);
  const own = lines.join(line);
  const text = isFlow(map) ? inFlow : /^\r?\n/.test(gone) ? line + own : own + line;
  const before = isFlow(map) && instead.text !== '' ? `${instead.text}, ` : instead.text;
  return removals.map((one) => (one === instead ? { ...one, text: before + text } : one));
}

/** The last entry or item that stays. */
export function lastOf(node: YamlNode, removals: readonly TextEdit[]): FilePlace | undefined {
  return childrenOf(node)
    .map(({ at }) => at)
    .filter((at) => at.source === node.at.source)
    .filter(({ source, start }) => !removals.some((one) => isIn(start, one) && one.source === source))
    .sort((a, b) => a.end - b.end)
    .at(-1);
}

function isIn(at: number, { start, end }: TextEdit): boolean {
  return at >= start && at < end;
}

/** Puts pairs into the map of a map's key, which is made where it is not there. */
export function withEntries(
  map: YamlNode,
  key: string,
  pairs: readonly (readonly [string, string])[],
  edits: readonly TextEdit[],
): TextEdit[] | undefined {
  if (pairs.length === 0) return [...edits];
  const written = pairs.map(([name, value]) => `${name}: ${value}`);
  const there = map.get(key);
  const last = lastOf(there ?? map, []);
  if (last === undefined || isFlow(map) || (there !== undefined && !there.isMap)) return undefined;
  if (there === undefined) {
    const indent = indentOf(map);
    return [...edits, linesBehind(last, [`${indent}${key}:`, ...written.map((one) => `${indent}  ${one}`)])];
  }
  if (isFlow(there)) return [...edits, ...written.map((one) => behindInFlow(last, one))];
  return [
    ...edits,
    linesBehind(
      last,
      written.map((one) => indentOf(there) + one),
    ),
  ];
}
