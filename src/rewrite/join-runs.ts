import type { Instruction } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { rowOf } from './cut-commands.ts';
import type { Plan } from './plan.ts';
import { endOfWriting, isRepeatable } from './repeatable.ts';
import { whereIs } from './rewrite.ts';
import { relativePath } from './working-folder.ts';

/** A file with the secret, and the RUN that writes it. */
export interface Written {
  writer: TracedRun;
  stay: Stay;
  path: string;
}

/**
 * Puts the script that writes a file in front of those that read it, with its mounts: into the one RUN that does, or into each
 * of several where it does the same every time. What the script does with the file itself is done where it was. Gives the
 * reason where that cannot be.
 */
export function joinRuns(written: Written, readers: readonly TracedRun[], plan: Plan): string | undefined {
  const { writer, stay, path } = written;
  const { facts, moved } = plan;
  const from = writer.instruction;
  const to = readers.map(({ instruction }) => instruction);
  const file = relativePath(path, [writer, ...readers]) ?? path;
  const end = isRepeatable(writer, path) ? undefined : endOfWriting(writer, stay.at.start, path);
  const places = end === undefined ? to : [from, ...to];
  const before = moved.get(from);
  if (
    before !== undefined &&
    before.length === places.length &&
    before.every((one, at) => one === places[at])
  )
    return undefined;
  const isSame = readers.every((reader) => canMove(writer, reader, path, plan));
  if (!isShellForm(from) || !writer.isPosix || !isSame || before !== undefined)
    return `${file}, which holds the secret, is written and read on ${whereIs(facts, [from, ...to])}; write, use and remove it in one RUN`;
  if (to.length > 1 && end === undefined && !isRepeatable(writer, path))
    return `${file}, which holds the secret, is read on ${whereIs(facts, to)}; join those RUNs, and remove the file in the same one`;
  putInFront(writer, to, end, plan);
  moved.set(from, places);
  plan.doubts.push(`${told(from, to, end === undefined, plan)}, so that ${file} is in no layer`);
  return undefined;
}

/** @param end of the part that goes there; without it all goes, and nothing stays */
function putInFront(
  writer: TracedRun,
  to: readonly Instruction[],
  end: number | undefined,
  { draft, facts }: Plan,
) {
  const { instruction: from, text: script } = writer;
  const { text } = facts.file.source;
  const start = from.args.span().start;
  const part = text.slice(start, end === undefined ? from.args.span().end : script.offsetAt(end - 1) + 1);
  for (const one of to) {
    for (const { span } of from.flags) draft.takeFlag(one, text.slice(span.start, span.end));
    draft.join(one, isPlainRow(writer) ? part : `( ${part} )`);
  }
  if (end === undefined) draft.dropInstruction(from);
}

function told(from: Instruction, to: readonly Instruction[], isWhole: boolean, { facts }: Plan): string {
  if (isWhole && to.length === 1) return `the RUNs on ${whereIs(facts, [from, ...to])} become one`;
  const what = isWhole ? 'the RUN' : 'what writes the file';
  return `${what} on ${whereIs(facts, [from])} is repeated on ${whereIs(facts, to)}`;
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
