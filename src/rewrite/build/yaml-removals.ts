import type { FilePlace, GivenArgument } from '../../build/build-path.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import type { TextEdit } from '../edit.ts';
import { childrenOf, type Held, heldSpans, holderOf } from './yaml-edits.ts';

const DEEPEST = 40;

/** Takes entries of `args` away, all of `args` where nothing else is in it. Undefined where one is not found. */
export function removalsOf(gone: readonly GivenArgument[]): TextEdit[] | undefined {
  const sources = [...new Set(gone.map(({ at }) => at.source))];
  const edits = sources.map((source): TextEdit[] | undefined => {
    const places = gone.flatMap(({ at }) => (at.source === source ? [at] : []));
    const roots = readYaml(source, () => {});
    const held = places.map((place) => heldIn(roots, place));
    if (!held.every((one) => one !== undefined)) return undefined;
    const spans = byParent(held).map((all) => spansOf(roots, all));
    if (!spans.every((one) => one !== undefined)) return undefined;
    return spans.flat().map((span) => ({ source, ...span, text: '' }));
  });
  return edits.every((one) => one !== undefined) ? edits.flat() : undefined;
}

function heldIn(roots: readonly YamlNode[], place: FilePlace): Held | undefined {
  return roots.flatMap((root) => holderOf(root, place) ?? [])[0];
}

function byParent(held: readonly Held[]): Held[][] {
  const groups = new Map<number, Held[]>();
  for (const one of held) {
    const key = one.parent.at.start;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function spansOf(roots: readonly YamlNode[], held: readonly Held[]) {
  const [first] = held;
  if (first === undefined) return [];
  const { parent } = first;
  const isAll = childrenOf(parent).length === held.length;
  const owner = isAll ? roots.flatMap((root) => ownerOf(root, parent) ?? [])[0] : undefined;
  return owner === undefined
    ? heldSpans(
        parent,
        held.map(({ at }) => at),
      )
    : heldSpans(owner.parent, [owner.at]);
}

/** The entry `args: …` in its map. */
function ownerOf(root: YamlNode, node: YamlNode, depth = 0): Held | undefined {
  if (depth > DEEPEST) return undefined;
  for (const { at, value } of childrenOf(root)) {
    const isIt =
      value?.at.start === node.at.start && value.at.end === node.at.end && at.start < node.at.start;
    if (isIt) return { parent: root, at };
    const found = value && ownerOf(value, node, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
