import type { BuildPath, FilePlace, GivenArgument } from '../../build/build-path.ts';
import type { TextEdit } from '../edit.ts';
import type { SecretNeed } from '../need.ts';
import { type FlagText, flagText, withBlanks } from './flag-text.ts';
import { assignmentEdit, isInEnvironment, isMakefile, isProgram, lineBefore } from './in-environment.ts';
import { dotenvLine, isPlainWord, type Supply, supplyFlag, supplyWord, takesAway } from './supply.ts';
import { variableFor } from './variable-value.ts';
import { environmentName, freeName } from './windows-variables.ts';

interface Written {
  argument: GivenArgument;
  flag: FlagText;
}

/** How far a statement is looked at. */
const LONGEST = 1 << 14;

/**
 * What a command line has to say instead; undefined where its text is not understood.
 *
 * @param words of command lines, which are not where this one gets its own from if it has none
 */
export function lineEdits(
  path: BuildPath,
  supplies: readonly Supply[],
  words: readonly FilePlace[],
): TextEdit[] | undefined {
  if (hasGroups(path)) return undefined;
  const isCode = isProgram(path);
  const edits = supplies.map((supply) => editsOf(isCode ? named(supply) : supply, path, words));
  return edits.every((one) => one !== undefined) ? edits.flat() : undefined;
}

/** Brackets and arrays of PowerShell make words that no other shell has: an argument may be in them. */
function hasGroups({ line, at: { source, start } }: BuildPath): boolean {
  if (line?.shell !== 'powershell') return false;
  const [statement = ''] = /^(?:`[ \t]*\r?\n|[^\n])*/.exec(source.text.slice(start, start + LONGEST)) ?? [];
  return /(?:^|[\s=,"'])[(@]/.test(statement);
}

/** A program has no assignment in front of a command; it may take a value from a variable of another name. */
function named(supply: Supply): Supply {
  const { name, isMade } = variableFor(supply);
  return isMade || supply.source.kind !== 'variable'
    ? supply
    : { ...supply, source: { kind: 'variable', name } };
}

/** A shell of Windows has none either: a secret is taken from the variable that the argument was, or from a new one. */
export function asNamed(supplies: readonly Supply[], path: BuildPath, words: readonly FilePlace[]): Supply[] {
  const { line } = path;
  if (line === undefined || line.shell === 'posix') return [...supplies];
  return supplies.map((supply) => {
    const last = supply.given.at(-1);
    const value = last && flagText(last, path.at.source, words)?.value;
    if (value === undefined || supply.source.kind !== 'variable') return supply;
    const name = environmentName(value, path) ?? freeName(supply.source.name, path);
    return name === undefined ? supply : { ...supply, source: { kind: 'variable', name } };
  });
}

function editsOf(supply: Supply, path: BuildPath, words: readonly FilePlace[]): TextEdit[] | undefined {
  if (!isPlainWord(supplyWord(supply))) return undefined;
  const written = supply.given.map((argument) => ({
    argument,
    flag: flagText(argument, path.at.source, words),
  }));
  if (!written.every(isFound)) return undefined;
  if (supply.isThere) return written.map(({ flag }) => removal(flag));
  const last = written.at(-1);
  const values = valueEdits(supply, written, path);
  if (values === undefined) return undefined;
  if (last === undefined) {
    const flag = behindSubcommand(supply, path);
    return flag && [...values, flag];
  }
  return [
    ...values,
    ...(takesAway(supply) ? written.slice(0, -1).map(({ flag }) => removal(flag)) : []),
    takesAway(supply) ? replacement(supply, last.flag, path) : inFront(supply, last.flag, path),
  ];
}

function isFound(one: { argument: GivenArgument; flag: FlagText | undefined }): one is Written {
  return one.flag !== undefined;
}

function removal(flag: FlagText): TextEdit {
  return { source: flag.source, ...withBlanks(flag), text: '' };
}

/** Fly takes the value itself: `--build-secret ID=VALUE`. */
function isFly({ how }: BuildPath): boolean {
  return /^fly(?:ctl)?\b/.test(how);
}

function flagFor(supply: Supply, path: BuildPath, value?: string): string {
  if (!isFly(path)) return supplyFlag(supply);
  const { source } = supply;
  return `--build-secret ${supply.id}=${value ?? (source.kind === 'variable' ? `$${source.name}` : '')}`;
}

function replacement(supply: Supply, { source, start, end, value }: FlagText, path: BuildPath): TextEdit {
  return { source, start, end, text: flagFor(supply, path, value) };
}

function inFront(supply: Supply, { source, start, value }: FlagText, path: BuildPath): TextEdit {
  return { source, start, end: start, text: `${flagFor(supply, path, value)} ` };
}

function behindSubcommand(supply: Supply, path: BuildPath): TextEdit | undefined {
  if (path.line?.subcommand === undefined) return undefined;
  const { source, end } = path.line.subcommand;
  return { source, start: end, end, text: ` ${flagFor(supply, path)}` };
}

/** What makes the value reach the builder. */
function valueEdits(supply: Supply, written: readonly Written[], path: BuildPath): TextEdit[] | undefined {
  const { need, source } = supply;
  if (need.dotenv !== undefined) return dotenvEdits(need.dotenv, written, path);
  const last = written.at(-1);
  if (source.kind !== 'variable' || last === undefined || isFly(path)) return [];
  if (isInEnvironment({ ...last.argument, name: source.name }, last.flag, path)) return [];
  const edit = assignmentEdit(path, source.name, last.flag);
  return edit && [edit];
}

/** The file is written in front of the command, and nobody else may read it. */
function dotenvEdits(
  names: NonNullable<SecretNeed['dotenv']>,
  written: readonly Written[],
  path: BuildPath,
): TextEdit[] | undefined {
  const { source } = path.at;
  if (path.line?.shell !== 'posix' || /\.(?:ya?ml|json)$/.test(source.path)) return undefined;
  const dollar = isMakefile(source) ? '$$' : '$';
  const pairs = names.map((name) => {
    const given = written.findLast(({ argument }) => argument.name === name)?.flag.value;
    return [name, quoted(given ?? `${dollar}${name}`)] as const;
  });
  const edit = lineBefore(path, dotenvLine(pairs));
  return edit && [edit];
}

function quoted(value: string): string {
  return /^["']/.test(value) ? value : `"${value}"`;
}
