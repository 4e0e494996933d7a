import type { BuildPath, GivenArgument } from '../../build/build-path.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import { append } from '../../config/append.ts';
import type { TextEdit } from '../edit.ts';
import { type Supply, supplyWord, takesAway } from './supply.ts';
import {
  childrenOf,
  entryNamed,
  heldSpans,
  indentOf,
  isFlow,
  lineBreakOf,
  lineEnd,
  lineStart,
  linesBehind,
} from './yaml-edits.ts';
import { lastOf } from './yaml-lists.ts';

/** Actions that have Docker's inputs for secrets. */
const HAS_SECRETS = /^(?:docker|depot|useblacksmith|namespacelabs)\/build-push-action$/;

/** What a step of docker/build-push-action has to say instead; undefined where its form is not understood. */
export function actionEdits(path: BuildPath, supplies: readonly Supply[]): TextEdit[] | undefined {
  if (!HAS_SECRETS.test(path.how)) return undefined;
  const step = readYaml(path.at.source, () => {}).flatMap((root) => stepOf(root, path) ?? [])[0];
  if (step !== undefined && step.get('with') === undefined) return newInputs(step, supplies);
  const inputs = step?.get('with');
  if (inputs?.isMap !== true || isFlow(inputs)) return undefined;
  const removals = linesRemoved(
    inputs,
    supplies.filter(takesAway).flatMap(({ given }) => given),
  );
  let edits: TextEdit[] | undefined = removals;
  for (const [input, added] of inputLines(supplies)) edits = edits && withLines(inputs, input, added, edits);
  return edits;
}

const DEEPEST = 40;

function stepOf(node: YamlNode, path: BuildPath, depth = 0): YamlNode | undefined {
  if (depth > DEEPEST) return undefined;
  if (node.get('uses')?.at.start === path.at.start) return node;
  return childrenOf(node).flatMap(({ value }) => (value && stepOf(value, path, depth + 1)) ?? [])[0];
}

function newInputs(step: YamlNode, supplies: readonly Supply[]): TextEdit[] | undefined {
  const last = lastOf(step, []);
  if (last === undefined || isFlow(step) || entryNamed(step, 'with') !== undefined) return undefined;
  const indent = indentOf(step);
  return [
    linesBehind(
      last,
      ['with:', ...inputBlock(supplies).map((line) => `  ${line}`)].map((one) => indent + one),
    ),
  ];
}

/** The inputs that supply what is missing, as lines. */
export function inputBlock(supplies: readonly Supply[]): string[] {
  return [...inputLines(supplies)].flatMap(([input, lines]) => [
    `${input}: |`,
    ...lines.map((one) => `  ${one}`),
  ]);
}

function inputLines(supplies: readonly Supply[]): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const supply of supplies.filter(({ isThere }) => !isThere)) {
    const { input, line } = lineOf(supply);
    lines.set(input, [...(lines.get(input) ?? []), line]);
  }
  return lines;
}

/** The input that takes a secret, and the line of it. */
function lineOf(supply: Supply): { input: string; line: string } {
  const { id, need, source, given } = supply;
  if (need.kind === 'ssh') return { input: 'ssh', line: supplyWord(supply) };
  if (source.kind === 'file') return { input: 'secret-files', line: `${id}=${source.path}` };
  const name = source.kind === 'variable' ? source.name : id;
  const last = given.at(-1);
  if (last === undefined) return { input: 'secrets', line: `${id}=\${{ secrets.${name} }}` };
  const written = last.at.source.text.slice(last.at.start, last.at.end);
  const [, value] = /^[\w.-]+=([\s\S]*)$/.exec(written) ?? [];
  return value === undefined
    ? { input: 'secret-envs', line: `${id}=${name}` }
    : { input: 'secrets', line: `${id}=${value}` };
}

/** Lines of inputs; the input itself where no other line is in it. */
function linesRemoved(inputs: YamlNode, gone: readonly GivenArgument[]): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { name, value } of inputs.entries()) {
    if (value?.text === undefined) continue;
    const { source, start, end } = value.at;
    const inside = gone.filter(({ at }) => at.source === source && at.start >= start && at.end <= end);
    if (inside.length === 0) continue;
    const count = value.text.split('\n').filter((line) => /\S/.test(line)).length;
    const entry = entryNamed(inputs, name);
    const whole = inside.length === count && entry !== undefined ? heldSpans(inputs, [entry]) : undefined;
    const spans = whole ?? inside.map(({ at }) => ({ start: lineStart(at), end: lineEnd(at) }));
    if (whole === undefined && !/^[|]/.test(source.text.slice(start, end))) return undefined;
    append(
      edits,
      spans.map((span) => ({ source, ...span, text: '' })),
    );
  }
  return edits;
}

function withLines(
  inputs: YamlNode,
  input: string,
  lines: readonly string[],
  edits: readonly TextEdit[],
): TextEdit[] | undefined {
  const { source } = inputs.at;
  const line = lineBreakOf(source);
  const indent = indentOf(inputs);
  const block = [`${indent}${input}: |`, ...lines.map((one) => `${indent}  ${one}`)];
  const there = inputs.get(input);
  if (there?.text !== undefined) return withMore(there, indent, lines, edits);
  const last = lastOf(inputs, edits);
  if (last !== undefined) return [...edits, linesBehind(last, block)];
  const [first, ...rest] = edits;
  return first && [{ ...first, text: first.text + block.join(line) + line }, ...rest];
}

/** More lines of an input; one that is written behind its key becomes a block. */
function withMore(
  there: YamlNode,
  indent: string,
  lines: readonly string[],
  edits: readonly TextEdit[],
): TextEdit[] | undefined {
  const { source, start, end } = there.at;
  const raw = source.text.slice(start, end);
  if (raw.startsWith('|')) {
    const [, inner = `${indent}  `] = /\n([ \t]+)\S/.exec(raw) ?? [];
    return [
      ...edits,
      linesBehind(
        there.at,
        lines.map((one) => inner + one),
      ),
    ];
  }
  if (/^[>&!*]|\n/.test(raw)) return undefined;
  const rest = source.text.slice(end, lineEnd(there.at)).trimEnd();
  const all = [`|${rest}`, ...[there.text ?? '', ...lines].map((one) => `${indent}  ${one}`)];
  return [...edits, { source, start, end: end + rest.length, text: all.join(lineBreakOf(source)) }];
}
