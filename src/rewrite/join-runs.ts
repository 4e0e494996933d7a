import type { Instruction } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { rowOf } from './cut-commands.ts';
import type { Plan } from './plan.ts';
import { isRepeatable } from './repeatable.ts';
import { whereIs } from './rewrite.ts';
import { relativePath } from './working-folder.ts';

/**
 * Puts the script that writes a file in front of those that read it, with its mounts: into the one RUN that does, or into each
 * of several where it does the same every time. Gives the reason where that cannot be.
 */
export function joinRuns(
  writer: TracedRun,
  readers: readonly TracedRun[],
  path: string,
  plan: Plan,
): string | undefined {
  const { draft, facts, doubts, moved } = plan;
  const from = writer.instruction;
  const to = readers.map(({ instruction }) => instruction);
  const where = whereIs(facts, [from, ...to]);
  const before = moved.get(from);
  const isOther =
    before !== undefined && (before.length !== to.length || before.some((one) => !to.includes(one)));
  const file = relativePath(path, [writer, ...readers]) ?? path;
  const isSame = readers.every((reader) => canMove(writer, reader, path, plan));
  if (!isShellForm(from) || !writer.isPosix || !isSame || isOther)
    return `${file}, which holds the secret, is written and read on ${where}; write, use and remove it in one RUN`;
  if (to.length > 1 && !isRepeatable(writer, path))
    return `${file}, which holds the secret, is read on ${whereIs(facts, to)}; join those RUNs, and remove the file in the same one`;
  if (before !== undefined) return undefined;
  const { text } = facts.file.source;
  const script = text.slice(from.args.span().start, from.args.span().end);
  for (const one of to) {
    for (const { span } of from.flags) draft.takeFlag(one, text.slice(span.start, span.end));
    draft.join(one, isPlainRow(writer) ? script : `( ${script} )`);
  }
  draft.dropInstruction(from);
  moved.set(from, to);
  doubts.push(
    to.length === 1
      ? `the RUNs on ${where} become one, so that ${file} is in no layer`
      : `the RUN on ${whereIs(facts, [from])} is repeated in those on ${whereIs(facts, to)}, so that ${file} is in no layer`,
  );
  return undefined;
}

/** Whether the writer's script does the same in front of a reader's. */
function canMove(writer: TracedRun, reader: TracedRun, path: string, plan: Plan): boolean {
  const { instructions } = writer.stage;
  const [from, to] = [writer.instruction, reader.instruction];
  const between = instructions.slice(instructions.indexOf(from) + 1, instructions.indexOf(to));
  const isSame = between.every((one) => keepsMeaning(one, writer, path, plan));
  return writer.stage === reader.stage && reader.isPosix && isSame && !plan.moved.has(to);
}

/** Commands that change nothing for those behind them: others are put into a subshell. */
function isPlainRow({ script }: TracedRun): boolean {
  const row = rowOf({ script });
  return (
    row?.every(
      ({ words }) => words.length > 0 && !/^(?:cd|export|set|umask|exec|trap|\.)$/.test(commandName(words)),
    ) === true
  );
}

function isShellForm({ exec, heredocs, flags }: Instruction): boolean {
  return exec === undefined && heredocs.length === 0 && flags.every(({ name }) => name === 'mount');
}

/** True where a script does the same behind an instruction as before it. */
function keepsMeaning(one: Instruction, writer: TracedRun, path: string, { secret, facts }: Plan): boolean {
  switch (one.keyword) {
    case 'USER':
    case 'SHELL':
      return false;
    case 'WORKDIR':
      return path.startsWith(`${writer.home}/`) || /^\/(?:etc|tmp)\//.test(path);
    case 'ENV':
    case 'ARG': {
      if (secret.carriers.some(({ instruction }) => instruction === one)) return one.keyword === 'ARG';
      const names = pairsOf(one, facts.file.escape).map(({ name }) => name.text);
      return !names.some((name) => name === 'HOME' || name === 'PATH' || namesVariable(writer, name));
    }
    default:
      return true;
  }
}

function namesVariable({ text }: TracedRun, name: string): boolean {
  return new RegExp(`\\$\\{?${name.replace(/\W/g, '\\$&')}\\b`).test(text.text);
}
