import type { BuildPath } from '../../build/build-path.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import type { TextEdit } from '../edit.ts';
import { declaredPair, listedWord } from './compose-names.ts';
import { type Supply, supplyWord, takesAway } from './supply.ts';
import { behindInFlow, indentOf, isFlow, lineBreakOf, linesAtEnd, linesBehind } from './yaml-edits.ts';
import { lastOf, withListed } from './yaml-lists.ts';
import { removalsOf } from './yaml-removals.ts';

/** What a compose file has to say instead; undefined where its form is not understood. */
export function composeEdits(path: BuildPath, supplies: readonly Supply[]): TextEdit[] | undefined {
  const [root] = readYaml(path.at.source, () => {});
  const found = root && buildIn(root, path);
  if (root === undefined || found === undefined || isLayered(path, supplies)) return undefined;
  const missing = supplies.filter(({ isThere }) => !isThere);
  const secrets = missing.filter(({ need }) => need.kind === 'secret');
  const agents = missing.filter(({ need }) => need.kind === 'ssh');
  const removals = removalsOf(supplies.filter(takesAway).flatMap(({ given }) => given));
  const ids = secrets.map(listedWord);
  const keys = agents.map(supplyWord);
  const listed = removals && buildEdits(found, ids, keys, removals);
  const declared = secrets.map((supply) => declaration(root, supply, path));
  if (listed === undefined || !declared.every((one) => one !== undefined)) return undefined;
  return [...listed, ...declared.flat()];
}

/** Compose can be called with the other file alone: what is taken from there would be missed. */
function isLayered({ at }: BuildPath, supplies: readonly Supply[]): boolean {
  return supplies.filter(takesAway).some(({ given }) => given.some((one) => one.at.source !== at.source));
}

interface FoundBuild {
  node: YamlNode;
  /** Of the key `build`. */
  column: number;
  /** By which the file indents. */
  step: string;
}

function stepOf(root: YamlNode): string {
  const services = root.get('services');
  return (services && indentOf(services)) || '  ';
}

/** The `build` that a service says itself. */
function buildIn(root: YamlNode, { at }: BuildPath): FoundBuild | undefined {
  for (const { value: service } of root.get('services')?.entries() ?? [])
    for (const entry of service?.entries() ?? []) {
      const { name, value } = entry;
      if (name === 'build' && value?.at.start === at.start)
        return { node: value, column: entry.at.source.position(entry.at.start).column, step: stepOf(root) };
    }
  return undefined;
}

function buildEdits(
  found: FoundBuild,
  ids: readonly string[],
  keys: readonly string[],
  removals: readonly TextEdit[],
): TextEdit[] | undefined {
  const { node, step } = found;
  if (node.text !== undefined) return [...removals, ...longBuild(found, ids, keys)];
  const withSecrets = withListed(node, 'secrets', ids, removals, step);
  return withSecrets && withListed(node, 'ssh', keys, withSecrets, step);
}

/** `build: .` has room for nothing else. */
function longBuild(
  { node: { at }, column, step }: FoundBuild,
  ids: readonly string[],
  keys: readonly string[],
): TextEdit[] {
  const { source, end } = at;
  const indent = ' '.repeat(column - 1) + step;
  const start = source.text.slice(0, at.start).trimEnd().length;
  const list = (key: string, words: readonly string[]): string[] =>
    words.length === 0 ? [] : [`${indent}${key}:`, ...words.map((word) => `${indent}${step}- ${word}`)];
  const context = `${lineBreakOf(source)}${indent}context: ${source.text.slice(at.start, end)}`;
  return [
    { source, start, end, text: context },
    linesBehind(at, [...list('secrets', ids), ...list('ssh', keys)]),
  ];
}

/** The entry of the top-level `secrets`. */
function declaration(root: YamlNode, supply: Supply, path: BuildPath): TextEdit[] | undefined {
  const { source } = root.at;
  const { id, name = id } = supply;
  const secrets = root.get('secrets');
  if (secrets?.get(name) !== undefined) return [];
  if (isFlow(root)) return undefined;
  const step = stepOf(root);
  const pair = declaredPair(supply, path);
  if (secrets === undefined) {
    const blank = /\n\r?\n\S/.test(source.text) ? [''] : [];
    const head = linesAtEnd(source, [...blank, 'secrets:']);
    return [head, linesAtEnd(source, [`${step}${name}:`, `${step}${step}${pair}`])];
  }
  const last = lastOf(secrets, []);
  if (last === undefined || secrets.at.source !== source) return undefined;
  if (isFlow(secrets)) return [behindInFlow(last, `${name}: {${pair}}`)];
  const indent = indentOf(secrets);
  return [linesBehind(last, [`${indent}${name}:`, `${indent}${step}${pair}`])];
}
