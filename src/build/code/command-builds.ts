import type { BuildPath, FilePlace } from '../build-path.ts';
import { wordText } from '../command/flags.ts';
import { buildCommand } from '../command/known-commands.ts';
import { type Folders, pathsOf } from '../command/paths.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { buildsInScript } from '../script/follow.ts';
import { asPosix, type WindowsShell, windowsShell } from '../script/windows-shells.ts';
import { cutValue, literalOf, type Value } from '../value.ts';
import { CallOptions } from './call-options.ts';
import { commandItems, joinedList } from './command-call.ts';
import { entriesOf } from './entries.ts';
import type { Expression, Of } from './expression.ts';
import { isList, type ListWord, wordOf, wordsOfList } from './list-words.ts';
import type { Program } from './program.ts';
import { scriptOf } from './script-text.ts';
import { valueOf } from './values.ts';

/** Where commands of a program run. */
export interface Surroundings {
  folders: Folders;
  environment: ReadonlyMap<string, Value>;
  /** Absent for a POSIX one. */
  shell?: WindowsShell;
}

/** The builds that a call starts whose arguments are a command line or a script. */
export function buildsOfCommandCall(
  call: Of<'call'>,
  program: Program,
  around: Surroundings = { folders: program.folders, environment: new Map() },
): BuildPath[] {
  const [first, given] = commandItems(call).map(({ value }) => value);
  if (first === undefined) return [];
  const inner = surroundings(call, program, around);
  const second = (given?.kind === 'map' ? new CallOptions(call, program).get('args') : undefined) ?? given;
  if (isList(first, program) && joinedList(first) === undefined)
    return buildsOfWords(wordsOfList(first, program), call, program, inner);
  const program_ = literalOf(valueOf(first, program));
  const isAlone = program_ !== undefined && !/\s/.test(program_);
  if (isAlone && second !== undefined)
    return buildsOfWords(
      [wordOf(first, program), ...wordsOfSecond(second, call, program)],
      call,
      program,
      inner,
    );
  return buildsOfScript(first, program, { ...inner, ...shellOf(call) });
}

/** Steps of Jenkins for Windows; `sh` is for all others. */
function shellOf({ callee }: Of<'call'>): Pick<Surroundings, 'shell'> {
  const name = callee.kind === 'name' ? callee.name : '';
  const shell = windowsShell(name === 'bat' ? 'cmd' : name);
  return shell === undefined ? {} : { shell };
}

/** A list, or Python's `create_subprocess_exec("docker", "build", …)`. */
function wordsOfSecond(second: Expression, call: Of<'call'>, program: Program): ListWord[] {
  if (isList(second, program) || second.kind === 'name') return wordsOfList(second, program);
  return wordsOfList({ kind: 'list', start: call.start, end: call.end, items: plainRest(call) }, program);
}

function plainRest({ items }: Of<'call'>) {
  return items.filter(({ name }) => name === undefined).slice(1);
}

/** The builds of a script that a program makes. */
export function buildsOfScript(
  script: Expression,
  program: Program,
  around: Surroundings,
  before = '',
): BuildPath[] {
  const { source, path, repository } = program.file;
  const { shell, ...place } = around;
  const marked = scriptOf(script, program, before);
  const read = shell === undefined ? marked : asPosix(marked, shell);
  return buildsInScript(read, { source, path, repository, ...place }).map(upright);
}

/** Words whose parts stand in several places of a program have the place of the first. */
function upright(build: BuildPath): BuildPath {
  const mend = <T extends { at: FilePlace }>(one: T): T =>
    one.at.end < one.at.start ? { ...one, at: { ...one.at, end: one.at.start } } : one;
  return {
    ...mend(build),
    dockerfile: mend(build.dockerfile),
    ...(build.target !== undefined && { target: mend(build.target) }),
    args: build.args.map(mend),
    secrets: build.secrets.map(mend),
    ssh: build.ssh.map(mend),
    labels: build.labels.map(mend),
    unknown: build.unknown.map(mend),
  };
}

/** `cwd` and `env` of the options. */
function surroundings(call: Of<'call'>, program: Program, around: Surroundings): Surroundings {
  const options = new CallOptions(call, program);
  const folder = options.get('cwd', 'dir');
  const own = options.get('env', 'environment');
  const folders = folder === undefined ? [] : pathsOf(valueOf(folder, program), around.folders);
  const { pairs } = own === undefined ? { pairs: [] } : entriesOf(own, program);
  return {
    folders: folders.length > 0 ? folders : around.folders,
    environment: new Map([
      ...around.environment,
      ...pairs.map(({ name, value }) => [name, valueOf(value, program)] as const),
    ]),
  };
}

function buildsOfWords(
  given: readonly ListWord[],
  call: Of<'call'>,
  program: Program,
  around: Surroundings,
): BuildPath[] {
  const environment = new Map(around.environment);
  const words = unwrapped(given, environment);
  const at = words.findIndex((word) => /^-\w*c$/.test(wordText(word) ?? ''));
  const script = words[at + 1];
  if (/(?:^|\/)(?:ba|z|da)?sh$/.test(wordText(words[0]) ?? '') && at !== -1 && script !== undefined)
    return buildsOfScript(script.from, program, { ...around, environment });
  const command = buildCommand(words);
  if (command === undefined) return [];
  return buildsOfCommand(command, {
    at: program.place(call),
    folders: around.folders,
    lookup: (name) => environment.get(name) ?? [{ kind: 'variable', name }],
    repository: program.file.repository,
  });
}

/** Without `sudo -E`, `env NAME=value`, `time`. */
function unwrapped(words: readonly ListWord[], environment: Map<string, Value>): readonly ListWord[] {
  let from = 0;
  let isWrapped = false;
  for (; from < words.length; from += 1) {
    const word = words[from];
    if (word === undefined) break;
    const { name, rest } = cutValue(word.value, '=');
    if (/^(?:sudo|env|time|nice|exec|npx)$/.test(name ?? '') && rest === undefined) isWrapped = true;
    else if (isWrapped && name !== undefined && rest !== undefined && /^\w+$/.test(name))
      environment.set(name, rest);
    else if (!(isWrapped && name?.startsWith('-') === true)) break;
  }
  return words.slice(from);
}
