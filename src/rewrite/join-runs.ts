import type { Instruction } from '../dockerfile/instruction.ts';
import type { TracedRun } from '../flow/trace.ts';
import { rowOf } from './cut-commands.ts';
import type { Plan } from './plan.ts';
import { whereIs } from './rewrite.ts';

/** Instructions after which the same script may do something else. */
const DIFFERS = new Set(['WORKDIR', 'USER', 'SHELL', 'ENV', 'ARG']);

/**
 * Puts the script that writes a file in front of the one that reads it, with its mounts. Gives the reason where they cannot
 * become one.
 */
export function joinRuns(writer: TracedRun, reader: TracedRun, path: string, plan: Plan): string | undefined {
  const { draft, facts, doubts, secret } = plan;
  const [from, to] = [writer.instruction, reader.instruction];
  const where = whereIs(facts, [from, to]);
  const { instructions } = writer.stage;
  const between = instructions.slice(instructions.indexOf(from) + 1, instructions.indexOf(to));
  const own = new Set(secret.carriers.map(({ instruction }) => instruction));
  const isSame = between.every((one) => !DIFFERS.has(one.keyword) || (own.has(one) && one.keyword === 'ARG'));
  if (writer.stage !== reader.stage || !isPlainScript(writer) || to.exec !== undefined || !isSame)
    return `${path}, which holds the secret, is written and read on ${where}; write, use and remove it in one RUN`;
  for (const { span } of from.flags) draft.takeFlag(to, facts.file.source.text.slice(span.start, span.end));
  draft.runBefore(to, facts.file.source.text.slice(from.args.span().start, from.args.span().end));
  draft.dropInstruction(from);
  plan.moved.set(from, to);
  doubts.push(`the RUNs on ${where} become one, so that ${path} is in no layer`);
  return undefined;
}

/** A row of commands in shell form, that brings nothing but mounts. */
function isPlainScript({ instruction, script }: TracedRun): boolean {
  return isShellForm(instruction) && rowOf({ script }) !== undefined;
}

function isShellForm({ exec, heredocs, flags }: Instruction): boolean {
  return exec === undefined && heredocs.length === 0 && flags.every(({ name }) => name === 'mount');
}
