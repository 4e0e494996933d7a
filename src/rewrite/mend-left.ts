import type { Instruction } from '../dockerfile/instruction.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { clearPath } from './clear-path.ts';
import { rowOf } from './cut-commands.ts';
import { mountInPlace } from './mount-in-place.ts';
import { fitsInMount } from './mount-text.ts';
import type { Plan } from './plan.ts';
import { readersOf } from './readers.ts';
import { whereIs } from './rewrite.ts';

/**
 * Sees to it that no RUN leaves the secret in a file: a file that is the secret itself becomes a mount there; any other is
 * removed in the RUN that wrote it, together with what reads it. Gives the reason where that cannot be.
 */
export function mendLeft(plan: Plan): string | undefined {
  const seen = new Set<string>();
  for (const { stay } of plan.secret.left) {
    const { channel, path, instruction } = stay;
    if (channel !== 'layer' || path === undefined || instruction.keyword !== 'RUN') continue;
    const key = `${instruction.span.start} ${path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const problem = mendFile(stay, path, plan);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function mendFile(stay: Stay, path: string, plan: Plan): string | undefined {
  const { facts, draft, doubts } = plan;
  const writer = facts.trace.runs.find(({ instruction }) => instruction === stay.instruction);
  if (writer === undefined || !fitsInMount(path))
    return `what writes ${path} could not be told; write it below a tmpfs mount`;
  if (mountInPlace(writer, stay, path, plan)) return undefined;
  const readers = readersOf(path, writer, facts.trace);
  const [reader, ...others] = readers;
  if (others.length > 0)
    return `${path}, which holds the secret, is read on ${whereIs(
      facts,
      readers.map(({ instruction }) => instruction),
    )}; join those RUNs, and remove the file in the same one`;
  if (reader === undefined) draft.runAfter(target(writer, plan), `rm -f ${path}`);
  else {
    const problem = joinRuns(writer, reader, path, plan);
    if (problem !== undefined) return problem;
  }
  if (reader === undefined && stay.removed === undefined)
    doubts.push(
      `${path} is removed at the end of its RUN: what the image still needs of it has to come from elsewhere`,
    );
  return clearPath(path, writer, draft, facts);
}

function target({ instruction }: TracedRun, { moved }: Plan): Instruction {
  return moved.get(instruction) ?? instruction;
}

const FIXED = new Set(['WORKDIR', 'USER', 'SHELL', 'FROM', 'ENV', 'ARG']);

/** Puts the script that writes a file in front of the one that reads it, and the removal behind. */
function joinRuns(writer: TracedRun, reader: TracedRun, path: string, plan: Plan): string | undefined {
  const { draft, facts, doubts } = plan;
  const [from, to] = [writer.instruction, reader.instruction];
  const where = whereIs(facts, [from, to]);
  const refusal = `${path}, which holds the secret, is written and read on ${where}; write, use and remove it in one RUN`;
  if (
    writer.stage !== reader.stage ||
    rowOf(writer) === undefined ||
    from.heredocs.length > 0 ||
    from.exec !== undefined
  )
    return refusal;
  if (to.exec !== undefined || from.flags.length > 0) return refusal;
  const { instructions } = writer.stage;
  const between = instructions.slice(instructions.indexOf(from) + 1, instructions.indexOf(to));
  if (between.some(({ keyword }) => FIXED.has(keyword) && !isCarrier(plan, keyword))) return refusal;
  const script = facts.file.source.text.slice(from.args.span().start, from.args.span().end);
  draft.runBefore(to, script);
  draft.runAfter(to, `rm -f ${path}`);
  draft.dropInstruction(from);
  plan.moved.set(from, to);
  doubts.push(`the RUNs on ${where} become one, so that ${path} is in no layer`);
  return undefined;
}

function isCarrier({ secret }: Plan, keyword: string): boolean {
  return secret.carriers.some(({ instruction }) => instruction.keyword === keyword) && keyword === 'ARG';
}
