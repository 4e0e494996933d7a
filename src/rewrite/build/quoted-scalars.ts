import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import type { TextEdit } from '../edit.ts';
import { childrenOf, isFlow } from './yaml-edits.ts';

const DEEPEST = 40;

/**
 * The same edits with quotes around the plain scalars that they stand in, where brackets hold them: a comma would end
 * them. Undefined where there are none, or none that quotes can be put around.
 */
export function withQuotes(edits: readonly TextEdit[]): TextEdit[] | undefined {
  const quotes = [...new Set(edits.map(({ source }) => source))]
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .flatMap((source) => readYaml(source, () => {}))
    .flatMap((root) => scalarsIn(root))
    .flatMap((scalar) => quotesFor(scalar, edits));
  return quotes.length === 0
    ? undefined
    : [...quotes.filter(isOpening), ...edits, ...quotes.filter(isClosing)];
}

function scalarsIn(node: YamlNode, depth = 0): YamlNode[] {
  if (depth > DEEPEST) return [];
  return childrenOf(node).flatMap(({ value }) => {
    if (value === undefined) return [];
    return value.text === undefined ? scalarsIn(value, depth + 1) : isFlow(node) ? [value] : [];
  });
}

interface Quote extends TextEdit {
  isFirst: boolean;
}

function quotesFor({ at }: YamlNode, edits: readonly TextEdit[]): Quote[] {
  const { source, start, end } = at;
  const inside = edits.filter((one) => one.source === source && one.start >= start && one.end <= end);
  const all = [source.text.slice(start, end), ...inside.map(({ text }) => text)].join('');
  if (inside.length === 0 || /^["']/.test(all) || /[\n"]/.test(all)) return [];
  const quote = all.includes("'") ? '"' : "'";
  if (quote === '"' && all.includes('\\')) return [];
  return [
    { source, start, end: start, text: quote, isFirst: true },
    { source, start: end, end, text: quote, isFirst: false },
  ];
}

function isOpening({ isFirst }: Quote): boolean {
  return isFirst;
}

function isClosing({ isFirst }: Quote): boolean {
  return !isFirst;
}
