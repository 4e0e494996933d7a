import { commandName, type ShellCommand, type ShellNode, type ShellWord } from '../../shell/script.ts';
import { secretMadeBy } from '../../shell/secret-makers.ts';
import { unwrap } from '../../shell/wrappers.ts';
import { ROOT } from '../command/paths.ts';
import { concat, literalOf, templateOf, text, type Value } from '../value.ts';
import type { ScriptState } from './state.ts';
import { folderOfValue, valueOfWord, type WordPlace, workingFolder } from './words.ts';

/** Commands whose output is another one at nearly every build. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/^date\b/, 'the time'],
  [
    /^git (?:-C \S+ )?(?:rev-parse (?!--show-toplevel|--abbrev-ref)|describe|log|show|rev-list)/,
    'the commit',
  ],
  [/^(?:uuidgen|mktemp)\b|^openssl rand|\/dev\/u?random/, 'a random value'],
  [/^hostname\b/, 'the name of the machine'],
];
const FILTER = /^(?:tr|sed|awk|cut|head|tail|jq|grep|base64|xargs|sort|tee|cat)$/;

/** Changes the state as a command does: `cd`. */
export type Step = (command: ShellCommand, state: ScriptState) => void;

/** What `$(…)` stands for: a folder, a text, a secret that is fetched, the time. */
export function outputOf(
  script: readonly ShellNode[],
  state: ScriptState,
  place: WordPlace,
  step: Step,
): Value {
  const printed: Value[] = [];
  for (const node of flat(script)) printed.push(outputOfNode(node, state, place, step));
  return concat(...printed);
}

/** `a && b` prints what both print. */
function flat(nodes: readonly ShellNode[]): ShellNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'list')
      return flat([
        node.first,
        ...node.rest.filter(({ operator }) => operator === '&&').map((one) => one.node),
      ]);
    return node.kind === 'group' ? flat(node.body) : [node];
  });
}

function outputOfNode(node: ShellNode, state: ScriptState, place: WordPlace, step: Step): Value {
  if (node.kind === 'pipeline') {
    const parts = flat(node.parts);
    const values = parts.map((part) => outputOfNode(part, state, place, step));
    const secret = values.find((value) =>
      value.some((part) => part.kind === 'output' && part.made !== undefined),
    );
    if (secret !== undefined) return secret;
    const changing = values.flat().find(({ kind }) => kind === 'changing');
    if (changing !== undefined) return [changing];
    return isFiltered(parts) ? secretsIn(values[0] ?? []) : [{ kind: 'output', of: nameOf(parts[0]) }];
  }
  if (node.kind !== 'command') return [{ kind: 'output', of: 'a script' }];
  return outputOfCommand(node, state, place, step);
}

/** What a filter leaves is as secret as what it was given, and a text no more. */
function secretsIn(value: Value): Value {
  return value.map((part) => (part.kind === 'text' ? { kind: 'unknown', what: 'a text' } : part));
}

function isFiltered(parts: readonly ShellNode[]): boolean {
  return parts.slice(1).every((part) => part.kind === 'command' && FILTER.test(commandName(part.words)));
}

function nameOf(node: ShellNode | undefined): string {
  return node?.kind === 'command' ? commandName(unwrap(node.words).words) : 'a script';
}

/** `command -v docker`, `which docker`: the program, wherever it lies. */
function whereOf(words: readonly ShellWord[]): string | undefined {
  const [first, second, third] = words.map(({ template }) => template);
  if (first === 'command' && second === '-v') return third;
  return first === 'which' ? second : undefined;
}

function outputOfCommand(command: ShellCommand, state: ScriptState, place: WordPlace, step: Step): Value {
  const found = whereOf(command.words);
  if (found !== undefined) return text(found);
  const { words } = unwrap(command.words);
  const name = commandName(words);
  const values = words.slice(1).map((word) => valueOfWord(word, state, place));
  const line = [name, ...values.map(templateOf)].join(' ');
  const made = secretMadeBy(line);
  if (made !== undefined) return [{ kind: 'output', of: name, made }];
  const changing = CHANGING.find(([pattern]) => pattern.test(line));
  if (changing !== undefined) return [{ kind: 'changing', what: changing[1] }];
  if (/^(?:cd|pushd)$/.test(name)) {
    step(command, state);
    return [];
  }
  const operands = values.filter((value) => !templateOf(value).startsWith('-'));
  switch (name) {
    case 'pwd':
      return workingFolder(state);
    case 'dirname':
      return folderOfValue(operands[0] ?? []);
    case 'realpath':
    case 'readlink':
      return operands[0] ?? [];
    case 'echo':
      return concat(...operands.flatMap((value, at) => (at === 0 ? [value] : [text(' '), value])));
    case 'printf':
      return literalOf(operands[0] ?? []) === '%s' ? (operands[1] ?? []) : (operands[0] ?? []);
    case 'git':
      return /rev-parse --show-toplevel/.test(line) ? text(ROOT) : [{ kind: 'output', of: 'git' }];
    default:
      return [{ kind: 'output', of: name }];
  }
}
