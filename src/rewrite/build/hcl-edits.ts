import type { BuildPath, FilePlace } from '../../build/build-path.ts';
import { readHcl } from '../../build/hcl/read-hcl.ts';
import type { HclAttribute, HclBlock, HclBody, HclExpression } from '../../build/hcl/tree.ts';
import type { SourceText, Span } from '../../dockerfile/source-text.ts';
import type { TextEdit } from '../edit.ts';
import { type Supply, supplyWord, takesAway } from './supply.ts';
import { variableFor } from './variable-value.ts';
import { lineBreakOf, lineEnd, lineStart } from './yaml-edits.ts';

/** What a Bake file of HCL has to say instead; undefined where its form is not understood. */
export function hclEdits(path: BuildPath, supplies: readonly Supply[]): TextEdit[] | undefined {
  const block = readHcl(path.at.source, () => {}).blocks.find(({ at }) => at.start === path.at.start);
  if (block === undefined || isShared(path.at.source, block)) return undefined;
  const gone = supplies.filter(takesAway).flatMap(({ given }) => given.map(({ at }) => at));
  const missing = supplies.filter(({ isThere }) => !isThere);
  const secrets = missing.filter(({ need }) => need.kind === 'secret').map((one) => bakeWord(one));
  const agents = missing.filter(({ need }) => need.kind === 'ssh').map(supplyWord);
  const removals = removalsOf(gone);
  const withSecrets = removals && withListed(block, 'secret', secrets, removals);
  return withSecrets && withListed(block, 'ssh', agents, withSecrets);
}

/** A target that is built itself, and hands on to others what it has: mended in all of them at once or not at all. */
function isShared({ text }: SourceText, { body, labels }: HclBlock): boolean {
  const parents = body.attributes.find(({ name }) => name === 'inherits')?.at;
  if (parents !== undefined && /"(?!_)[^"]*"/.test(text.slice(parents.start, parents.end))) return true;
  const [label] = labels;
  const heirs = Array.from(text.matchAll(/\binherits\s*=\s*\[([^\]]*)\]/g), ([, names = '']) => names);
  return label !== undefined && heirs.some((names) => names.includes(JSON.stringify(label)));
}

/** A Bake file names the variable that holds the value. */
export function bakeWord(supply: Supply): string {
  const { source } = supply;
  if (source.kind !== 'variable') return supplyWord(supply);
  return supplyWord({ ...supply, source: { kind: 'variable', name: variableFor(supply).name } });
}

function removalsOf(gone: readonly FilePlace[]): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const source of new Set(gone.map((at) => at.source))) {
    const own = gone.filter((at) => at.source === source);
    const attributes = attributesIn(readHcl(source, () => {})).filter(
      ({ name, value }) => name === 'args' && value.kind === 'object',
    );
    let found = 0;
    for (const attribute of attributes) {
      const entries = attribute.value.kind === 'object' ? attribute.value.entries : [];
      const inside = entries.filter(({ at }) => own.some(({ start }) => start === at.start));
      found += inside.length;
      const isAll = inside.length > 0 && inside.length === entries.length;
      for (const { at } of isAll ? [attribute] : inside) edits.push({ source, ...spanOf(at), text: '' });
    }
    if (found < own.length) return undefined;
  }
  return edits;
}

function attributesIn({ attributes, blocks }: HclBody): HclAttribute[] {
  return [...attributes, ...blocks.flatMap(({ body }) => attributesIn(body))];
}

/** Its lines where nothing else is on them; else up to the comma. */
function spanOf(at: FilePlace): Span {
  const { text } = at.source;
  const start = lineStart(at);
  const end = lineEnd(at);
  const isAlone =
    /^[ \t]*$/.test(text.slice(start, at.start)) &&
    /^[ \t]*,?[ \t]*(?:(?:#|\/\/).*)?\r?\n?$/.test(text.slice(at.end, end));
  if (isAlone) return { start, end };
  const behind = /^[ \t]*,[ \t]*/.exec(text.slice(at.end, end))?.[0];
  if (behind !== undefined) return { start: at.start, end: at.end + behind.length };
  const before = /,[ \t]*$/.exec(text.slice(start, at.start))?.[0].length ?? 0;
  return { start: at.start - before, end: at.end };
}

/** @returns all edits, the removals among them */
function withListed(
  { body, at }: HclBlock,
  key: string,
  words: readonly string[],
  removals: readonly TextEdit[],
): TextEdit[] | undefined {
  if (words.length === 0) return [...removals];
  const { source } = at;
  const quoted = words.map((word) => JSON.stringify(word));
  const list = body.attributes.findLast(({ name }) => name === key)?.value;
  if (list !== undefined) {
    const own = list.kind === 'list' ? listed(list, quoted) : undefined;
    return own && [...removals, own];
  }
  const line = lineBreakOf(source);
  const written = `${key} = [${quoted.join(', ')}]`;
  const [first] = body.attributes;
  const indent = first === undefined ? '  ' : source.text.slice(lineStart(first.at), first.at.start);
  if (!/^[ \t]*$/.test(indent)) return undefined;
  const last = body.attributes.filter((one) => !isGone(one, removals)).at(-1);
  const start = last === undefined ? behindBrace(source, at) : last.at.end;
  return [...removals, { source, start, end: start, text: `${line}${indent}${written}` }];
}

/** Of a block that nothing stays in: behind its opening line. */
function behindBrace({ text }: SourceText, { end }: FilePlace): number {
  return end + (/^\s*\{/.exec(text.slice(end))?.[0].length ?? 0);
}

function isGone({ at }: HclAttribute, removals: readonly TextEdit[]): boolean {
  return removals.some(
    ({ source, start, end }) => source === at.source && start <= at.start && at.end <= end,
  );
}

function listed({ items, at }: Extract<HclExpression, { kind: 'list' }>, words: readonly string[]): TextEdit {
  const { source } = at;
  const last = items.at(-1)?.at;
  if (last === undefined) return { source, start: at.start + 1, end: at.start + 1, text: words.join(', ') };
  const before = source.text.slice(lineStart(last), last.start);
  const space = /^[ \t]+$/.test(before) ? lineBreakOf(source) + before : ' ';
  return { source, start: last.end, end: last.end, text: words.map((word) => `,${space}${word}`).join('') };
}
