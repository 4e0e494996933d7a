import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { BuildProblem } from '../build-problem.ts';
import { readTemplate } from '../hcl/read-hcl.ts';
import { type HclBody, type HclExpression, textExpression } from '../hcl/tree.ts';
import type { YamlNode } from '../yaml/node.ts';

const BLOCKS: ReadonlySet<string> = new Set(['target', 'group', 'variable', 'function']);
const DEEPEST = 64;

type Tell = (problem: BuildProblem) => void;

/** A Bake file of JSON as the same tree that HCL gives: its texts are templates. (hcl/json/spec.md) */
export function bodyOfJson(root: YamlNode | undefined, source: SourceText, tell: Tell): HclBody {
  const body: HclBody = { attributes: [], blocks: [] };
  for (const map of eachMap(root))
    for (const { name, at, value } of map.entries()) {
      if (value === undefined) continue;
      if (BLOCKS.has(name)) addBlocks(body, name, value, { source, tell });
      else body.attributes.push({ name, at, value: expressionOf(value, { source, tell }) });
    }
  if (root?.isExhausted === true)
    tell({ what: source.path, reason: 'is too tangled to be read to its end', grave: true });
  return body;
}

interface Around {
  source: SourceText;
  tell: Tell;
}

/** An object, or each of a list of them. */
function eachMap(node: YamlNode | undefined): YamlNode[] {
  if (node === undefined) return [];
  return node.isList ? node.items().filter(({ isMap }) => isMap) : [node];
}

function addBlocks(body: HclBody, type: string, node: YamlNode, around: Around): void {
  for (const labels of eachMap(node))
    for (const { name, at, value } of labels.entries())
      for (const map of eachMap(value)) {
        const attributes = map.entries().flatMap((entry) => {
          if (entry.value === undefined) return [];
          const place = { ...entry.at, end: entry.value.at.end };
          return [{ name: entry.name, at: place, value: expressionOf(entry.value, around) }];
        });
        body.blocks.push({ type, labels: [name], at, body: { attributes, blocks: [] } });
      }
}

function expressionOf(node: YamlNode, around: Around, depth = 0): HclExpression {
  const { at } = node;
  if (depth > DEEPEST) return { kind: 'other', what: 'what is nested too deep', at };
  if (node.isList)
    return { kind: 'list', items: node.items().map((item) => expressionOf(item, around, depth + 1)), at };
  if (node.isMap) return objectOfJson(node, around, depth);
  const { text } = node;
  if (text === undefined) return { kind: 'null', at };
  if (around.source.text.charAt(at.start) === '"') return readTemplate(node.mapped, at, around.tell);
  if (text === 'true' || text === 'false') return { kind: 'boolean', text, at };
  return /^-?\d/.test(text) ? { kind: 'number', text, at } : textExpression(node.mapped, at);
}

function objectOfJson(node: YamlNode, around: Around, depth: number): HclExpression {
  const entries = node.entries().map(({ name, at, value }) => {
    const place = value === undefined ? at : { ...at, end: value.at.end };
    const key = textExpression(MappedText.of(name, at.start + 1), at);
    return value === undefined
      ? { key, at: place, value: { kind: 'null' as const, at: place } }
      : { key, at: place, value: expressionOf(value, around, depth + 1) };
  });
  return { kind: 'object', entries, at: node.at };
}
