import type { Instruction } from '../dockerfile/instruction.ts';
import {
  childrenOf,
  commandName,
  type ShellCommand,
  type ShellNode,
  type ShellWord,
} from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import type { CacheStep } from './cache-step.ts';
import { type Cost, costOfCall } from './costly-commands.ts';
import { scriptOf } from './run-commands.ts';

const FETCHES = /^(?:curl|wget|fetch|aria2c|iwr|invoke-webrequest)$/i;
const SHELL = /^(?:ba|da|a|z|k)?sh$|^(?:python|perl|ruby|node|php)[\d.]*$/;
/** They run another program: by which word, where they need one. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  bundle: ['exec'],
  bunx: [],
  conda: ['run'],
  mamba: ['run'],
  micromamba: ['run'],
  npm: ['exec', 'x'],
  npx: [],
  pdm: ['run'],
  pipenv: ['run'],
  pnpm: ['exec', 'dlx'],
  pnpx: [],
  poetry: ['run'],
  yarn: ['exec', 'dlx', 'run'],
};
/** Options of theirs that take a value. */
const VALUED = /^(?:-[npCF]|--(?:name|prefix|cwd|filter|dir|package))$/;
const MOST_RUNNERS = 4;

/** Each value that rotates is followed by itself, and asks of the same instructions. */
const known = new WeakMap<Instruction, { shell: string; cost: Cost | undefined }>();

/** Why a step takes long, by the commands of a RUN; undefined where nothing says so. */
export function costOf({ instruction, shell }: Pick<CacheStep, 'instruction' | 'shell'>): Cost | undefined {
  const before = known.get(instruction);
  if (before?.shell === shell) return before.cost;
  const cost = instruction.keyword === 'RUN' ? costOfRun(instruction, shell) : undefined;
  known.set(instruction, { shell, cost });
  return cost;
}

function costOfRun(instruction: Instruction, shell: string): Cost | undefined {
  const { body, commands } = scriptOf(instruction, shell);
  const costs = commands.map((command) => costOfWords(command.words));
  const found = costs.find((cost) => cost !== undefined);
  return found ?? (runsWhatItFetches(body, commands) ? 'runs what it fetches' : undefined);
}

function costOfWords(given: readonly ShellWord[], depth = 0): Cost | undefined {
  if (/^(?:command|type|which|hash)$/.test(commandName(given)) && !isCall(given)) return undefined;
  const { words } = unwrap(given);
  const name = commandName(words);
  const rest = words.slice(1).map(({ template }) => template);
  if (name === 'build' && given.some(({ template }) => template === '-m')) return 'compiles';
  const cost = costOfCall(name, rest);
  if (cost !== undefined || depth > MOST_RUNNERS) return cost;
  const inner = ranBy(name, words);
  return inner.length === 0 ? undefined : costOfWords(inner, depth + 1);
}

/** `command -v npm` only asks where it is. */
function isCall(words: readonly ShellWord[]): boolean {
  return commandName(words) === 'command' && !/^-[vV]$/.test(words[1]?.template ?? '');
}

function ranBy(name: string, words: readonly ShellWord[]): readonly ShellWord[] {
  const by = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  if (by === undefined) return [];
  const start = by.length === 0 ? 0 : words.findIndex(({ template }) => by.includes(template));
  if (start === -1) return [];
  let at = start + 1;
  while (words[at]?.template.startsWith('-')) at += VALUED.test(words[at]?.template ?? '') ? 2 : 1;
  return words.slice(at);
}

/** `curl … | sh`, `sh -c "$(curl …)"`, `sh <(curl …)`, `curl -o install.sh … && sh install.sh`. */
function runsWhatItFetches(body: readonly ShellNode[], commands: readonly ShellCommand[]): boolean {
  const fetched = commands
    .filter(({ words }) => isFetch(words))
    .flatMap(({ words }) => words.map(({ template }) => template));
  if (fetched.length === 0) return false;
  if ([...allNodes(body)].some(isFetchedPipe)) return true;
  return commands.some(({ words: given }) => {
    const { words } = unwrap(given);
    if (!SHELL.test(commandName(words))) return false;
    if (words.some(({ slots }) => slots.some(({ script = [] }) => fetchesIn(script)))) return true;
    const file = words.slice(1).find(({ template }) => !template.startsWith('-'))?.template ?? '';
    const base = file.slice(file.lastIndexOf('/') + 1);
    return base !== '' && fetched.some((word) => word.endsWith(base));
  });
}

function isFetch(given: readonly ShellWord[]): boolean {
  return FETCHES.test(commandName(unwrap(given).words));
}

function isFetchedPipe(node: ShellNode): boolean {
  if (node.kind !== 'pipeline') return false;
  const fetchAt = node.parts.findIndex((part) => fetchesIn([part]));
  return fetchAt !== -1 && node.parts.slice(fetchAt + 1).some(isShell);
}

function isShell(node: ShellNode): boolean {
  if (node.kind !== 'command') return childrenOf(node).some(isShell);
  return SHELL.test(commandName(unwrap(node.words).words));
}

function fetchesIn(nodes: readonly ShellNode[]): boolean {
  return [...allNodes(nodes)].some((node) => node.kind === 'command' && isFetch(node.words));
}

/** The nodes, those within them, and those of scripts that their words hold. */
function* allNodes(nodes: readonly ShellNode[]): Generator<ShellNode> {
  for (const node of nodes) {
    yield node;
    yield* allNodes(childrenOf(node));
    if (node.kind !== 'command') continue;
    yield* allNodes(node.script ?? []);
    for (const { slots } of node.words) for (const { script = [] } of slots) yield* allNodes(script);
  }
}
