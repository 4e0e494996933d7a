import { isOneSlot, type ShellNode } from '../../shell/script.ts';
import { CLEAN, type Taint, union } from '../taint.ts';
import { builtins, evaluate } from './builtins.ts';
import type { Call, Output } from './call.ts';
import { fileCommands } from './file-commands.ts';
import { filter, isFilter } from './filters.ts';
import { storeByTool } from './storing.ts';
import { windowsCommands } from './windows-commands.ts';

const COMMANDS: ReadonlyMap<string, (call: Call) => Taint | undefined> = new Map(
  Object.entries({ ...windowsCommands, ...builtins, ...fileCommands }),
);
const LOGIN = /^(?:--password-stdin|--with-token|--token-stdin|login)$/;
/** What these read from standard input is a key. */
const KEY_READER = /^ssh-add$/;

/**
 * Does what a command does to variables and files, and answers what it prints.
 *
 * @param script what it hands to another shell
 */
export function printedBy(call: Call, script: readonly ShellNode[] | undefined, output: Output): Taint {
  if (script !== undefined) return runScript(call, script, output);
  const body = call.state.functions.get(call.name);
  if (body !== undefined) return runFunction(call, body, output);
  if (call.stdin.size > 0) {
    if (call.has(LOGIN)) call.shell.world.useAs(call.stdin, `the input of ${call.name} login`, call.at);
    if (KEY_READER.test(call.name)) call.shell.world.useAs(call.stdin, `the key for ${call.name}`, call.at);
  }
  const command = COMMANDS.get(call.name);
  const printed = command?.(call) ?? (isFilter(call) ? filter(call) : CLEAN);
  return union(printed, storeByTool(call));
}

function runScript(call: Call, script: readonly ShellNode[], output: Output): Taint {
  const { name, state, shell, stdin } = call;
  if (name === 'trap') {
    if (call.args.slice(1).some(({ text }) => /^(?:EXIT|0)$/i.test(text))) state.traps = script;
    return CLEAN;
  }
  if (name === 'eval') return isUntold(script) ? evaluate(call) : shell.run(script, state, stdin, output);
  const child = state.program();
  if (call.has(/^-[a-wyz]*x[a-z]*$/)) child.traced = true;
  const all = { taint: union(...call.args.map(({ taint }) => taint)), text: '$@' };
  for (const parameter of ['0', '1', '@', '*']) child.set(parameter, all);
  const printed = shell.run(script, child, stdin, output);
  state.files = child.files;
  return printed;
}

/** True for `eval "$(cat FILE)"`: what it runs, only the file knows. */
function isUntold(script: readonly ShellNode[]): boolean {
  const [only] = script;
  return script.length === 1 && only?.kind === 'command' && isOneSlot(only.words[0]);
}

function runFunction({ state, shell, args, stdin }: Call, body: readonly ShellNode[], output: Output): Taint {
  const outer = new Map(state.variables);
  for (const [index, value] of args.entries()) state.set(`${index + 1}`, value);
  const all = { taint: union(...args.map(({ taint }) => taint)), text: '$@' };
  for (const name of ['@', '*']) state.set(name, all);
  const printed = shell.run(body, state, stdin, output);
  for (const name of ['@', '*', ...args.map((_, index) => `${index + 1}`)]) {
    const before = outer.get(name);
    if (before === undefined) state.variables.delete(name);
    else state.variables.set(name, before);
  }
  return printed;
}
