import type { Instruction } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { Written } from './join-runs.ts';
import { fitsInMount } from './mount-text.ts';
import { isBehind, readersOf } from './readers.ts';
import { type RewriteFacts, whereIs } from './rewrite.ts';
import { isToolFile } from './tools.ts';
import { runsUnknown } from './users.ts';

/** More would be no Dockerfile that anybody wants. */
const MOST_REPEATED = 4;

/** The RUN that writes a file, or why it cannot be changed. */
export function writerOf({ instruction }: Stay, path: string, facts: RewriteFacts): TracedRun | string {
  const writer = facts.trace.runs.find((run) => run.instruction === instruction);
  const where = whereIs(facts, [instruction]);
  if (writer === undefined)
    return `what writes ${path} on ${where} is no RUN; mount the secret where it is read, and do not write it`;
  if (!writer.isPosix)
    return `the RUN on ${where} writes ${path}, and is read by a shell that is not followed here; mount the secret there, and remove the file at the end of the same RUN`;
  if (!fitsInMount(path))
    return `the RUN on ${where} writes ${path}, a name that no command could be given as it is; choose a plainer one`;
  return writer;
}

/**
 * The RUNs that read a file until it is removed. Where no program in them is known to, those of programs that nobody knows: or
 * the reason, where these are many.
 */
export function stillReading({ writer, stay, path }: Written, facts: RewriteFacts): TracedRun[] | string {
  const end = stay.removed?.instruction.span.start ?? Number.POSITIVE_INFINITY;
  const known = readersOf(path, writer, facts.trace).filter(
    ({ instruction }) => instruction.span.start <= end,
  );
  if (known.length > 0 || !isToolFile(path)) return known;
  const unknown = facts.trace.runs.filter(
    (run) => isBehind(run, writer) && run.instruction.span.start < end && runsUnknown(run),
  );
  if (unknown.length <= MOST_REPEATED) return unknown;
  const lines = whereIs(
    facts,
    unknown.map(({ instruction }) => instruction),
  );
  return `any of the RUNs on ${lines} may read ${path}; write it in the one that does, and remove it there`;
}

/**
 * Why a file that no RUN reads cannot be removed in the RUN that writes it.
 *
 * @param isLeft the container may want it
 */
export function whyUnread(
  { writer: { instruction }, path }: Written,
  isLeft: boolean,
  facts: RewriteFacts,
): string | undefined {
  const where = whereIs(facts, [instruction]);
  const taking = takenFrom(path, instruction, facts);
  if (taking !== undefined)
    return `COPY on ${whereIs(facts, [taking])} takes ${path} on to another stage; mount the secret in the RUN that needs it there`;
  if (/\/\.git\/config$/.test(path) && isLeft)
    return `git on ${where} keeps the address that it is given, with its login, in ${path}; hand over the address without a login, and the login as a secret of its own`;
  return isLeft
    ? `nothing in the build reads ${path}: if the container needs it, mount it there when it starts, and do not write it on ${where}`
    : undefined;
}

/** The COPY of another stage that names a file. */
function takenFrom(path: string, writer: Instruction, { file }: RewriteFacts): Instruction | undefined {
  return file.instructions.find(
    ({ keyword, flags, args, span }) =>
      keyword === 'COPY' &&
      span.start > writer.span.start &&
      flags.some(({ name }) => name === 'from') &&
      splitWords(args, file.escape)
        .slice(0, -1)
        .some(({ text }) => text === path),
  );
}
