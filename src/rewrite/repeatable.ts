import type { TracedRun } from '../flow/trace.ts';
import { commandName, type ShellCommand, type ShellWord } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { rowOf } from './cut-commands.ts';
import { changes } from './path-uses.ts';

/** Commands that leave the same when they are run once more, and take no time. */
const IDLE = /^(?:echo|printf|:|true|test|\[|\[\[|set|export|cd|umask|chmod|chown|touch|cat|ssh-keyscan)?$/;
/** Programs whose `config` writes into the file that is removed. */
const CONFIGURES = /^(?:git|npm|pnpm|yarn|pip3?|bundle|bundler|poetry|composer|conda|mamba|cargo)$/;

/** True for a script that writes a file anew each time it is run, and does nothing else. */
export function isRepeatable({ script }: Pick<TracedRun, 'script'>, path: string): boolean {
  return script.problems.length === 0 && script.commands.every((command) => repeats(command, path));
}

/**
 * Where the part of a script ends that writes a file, in front of what uses it there: an index of its text. Undefined where the
 * script is no such row.
 *
 * @param at where the file is written
 */
export function endOfWriting(run: TracedRun, at: number, path: string): number | undefined {
  const { text } = run;
  const row = rowOf(run) ?? [];
  const secret = row.findIndex(
    ({ start, end }) => text.offsetAt(start) <= at && at < text.offsetAt(end - 1) + 1,
  );
  // What else is put into the file is wanted there as well.
  const last = Math.max(
    secret,
    row.findLastIndex((one) => changes({ ...run, commands: [one] }, path)),
  );
  const first = row.slice(0, last + 1);
  const isPart = secret !== -1 && last < row.length - 1;
  return isPart && first.every((one) => repeats(one, path)) ? first.at(-1)?.end : undefined;
}

function repeats({ words: all, redirects }: ShellCommand, path: string): boolean {
  const { words } = unwrap(all);
  const grows = redirects.some(({ operator, target }) => operator === '>>' && !isOwn(target, path));
  if (grows) return false;
  const name = commandName(words);
  const operands = words.slice(1).map(({ template }) => template);
  if (name === 'mkdir') return operands.some((one) => /^-\w*p|^--parents$/.test(one));
  if (name === 'tee') return operands.every((one) => one !== '-a');
  if (CONFIGURES.test(name)) return operands.slice(0, 3).includes('config') && !operands.includes('--add');
  return IDLE.test(name);
}

/** What is removed each time; a second line of a known host says nothing new. */
function isOwn({ template }: ShellWord, path: string): boolean {
  const name = template.replace(/^~(?=\/)|^\.(?=\/)/, '');
  return /\/known_hosts$/.test(name) || path.endsWith(name.startsWith('/') ? name : `/${name}`);
}
