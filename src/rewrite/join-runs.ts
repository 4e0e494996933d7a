import type { Instruction } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { rowOf } from './cut-commands.ts';
import type { Plan } from './plan.ts';
import { whereIs } from './rewrite.ts';

/**
 * Puts the script that writes a file in front of the one that reads it, with its mounts. Gives the reason where they cannot
 * become one.
 */
export function joinRuns(writer: TracedRun, reader: TracedRun, path: string, plan: Plan): string | undefined {
  const { draft, facts, doubts } = plan;
  const [from, to] = [writer.instruction, reader.instruction];
  const where = whereIs(facts, [from, to]);
  const { instructions } = writer.stage;
  const between = instructions.slice(instructions.indexOf(from) + 1, instructions.indexOf(to));
  const isSame = between.every((one) => keepsMeaning(one, writer, path, plan));
  if (writer.stage !== reader.stage || !isShellForm(from) || !writer.isPosix || !reader.isPosix || !isSame)
    return `${path}, which holds the secret, is written and read on ${where}; write, use and remove it in one RUN`;
  const { text } = facts.file.source;
  for (const { span } of from.flags) draft.takeFlag(to, text.slice(span.start, span.end));
  const script = text.slice(from.args.span().start, from.args.span().end);
  draft.join(to, isPlainRow(writer) ? script : `( ${script} )`);
  draft.dropInstruction(from);
  plan.moved.set(from, to);
  doubts.push(`the RUNs on ${where} become one, so that ${path} is in no layer`);
  return undefined;
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
