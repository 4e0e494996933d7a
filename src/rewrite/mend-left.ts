import type { Instruction } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { clearPath, whyNotGone } from './clear-path.ts';
import { editsInPlace } from './in-place.ts';
import { joinRuns } from './join-runs.ts';
import { keepReference } from './keep-reference.ts';
import { mendClone } from './mend-clone.ts';
import { mountInPlace } from './mount-in-place.ts';
import { fitsInMount } from './mount-text.ts';
import { type Plan, placesOf } from './plan.ts';
import { isBehind, readersOf } from './readers.ts';
import { type RewriteFacts, whereIs } from './rewrite.ts';
import { isToolFile } from './tools.ts';
import { runsUnknown } from './users.ts';
import { relativePath } from './working-folder.ts';

/** More would be no Dockerfile that anybody wants. */
const MOST_REPEATED = 4;
const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm)\/|\/_logs\/|\/\.(?:npm|cache)\//;

/**
 * Sees to it that no RUN leaves the secret in a file: a file that is the secret itself becomes a mount there; any other is
 * removed in the RUN that wrote it, together with what reads it. Gives the reason where that cannot be.
 */
export function mendLeft(plan: Plan): string | undefined {
  const seen = new Set<string>();
  const removals = new Map<Instruction, string[]>();
  for (const { stay } of plan.secret.left) {
    const { channel, path, instruction } = stay;
    if (channel !== 'layer' || path === undefined || instruction.keyword !== 'RUN') continue;
    const key = `${instruction.span.start} ${path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const problem = mendFile(stay, path, plan, removals);
    if (problem !== undefined) return problem;
  }
  for (const [run, paths] of removals)
    for (const place of placesOf(plan, run)) plan.draft.runAfter(place, removal([...new Set(paths)]));
  return undefined;
}

function mendFile(
  stay: Stay,
  path: string,
  plan: Plan,
  removals: Map<Instruction, string[]>,
): string | undefined {
  const { facts, draft } = plan;
  const writer = facts.trace.runs.find(({ instruction }) => instruction === stay.instruction);
  if (writer === undefined || !writer.isPosix || !fitsInMount(path))
    return `what writes ${path} could not be told; write it below a tmpfs mount`;
  const clone = mendClone(writer, stay, plan);
  if (typeof clone === 'string') return clone;
  if (clone || mountInPlace(writer, stay, path, plan)) return undefined;
  const end = stay.removed?.instruction.span.start ?? Number.POSITIVE_INFINITY;
  const known = readersOf(path, writer, facts.trace).filter(
    ({ instruction }) => instruction.span.start <= end,
  );
  const readers = known.length > 0 || !isToolFile(path) ? known : mayRead(writer, stay, plan);
  if (readers.length > 1 && keepReference(writer, stay, path, readers, plan)) return undefined;
  const taking = readers.length === 0 ? takenFrom(path, facts) : undefined;
  if (taking !== undefined)
    return `COPY on ${whereIs(facts, [taking])} takes ${path} on to another stage; mount the secret in the RUN that needs it there`;
  if (readers.length === 0 && stay.removed === undefined && !isForBuild(writer, stay, path))
    return `nothing in the build reads ${path}: if the container needs it, mount it there when it starts, and do not write it on ${whereIs(facts, [writer.instruction])}`;
  const problem = readers.length === 0 ? undefined : joinRuns({ writer, stay, path }, readers, plan);
  if (problem !== undefined) return problem;
  if (stay.removed === undefined && editsInPlace(writer, stay, path))
    return restore(writer, readers, path, plan);
  const run = writer.instruction;
  const own = relativePath(path, [writer, ...readers]) ?? path;
  if (stay.removed === undefined && !isOfTools(path))
    plan.doubts.push(
      `${own} is removed at the end of its RUN: what the container needs of it has to come from elsewhere`,
    );
  removals.set(run, [...(removals.get(run) ?? []), removable(own)]);
  return whyNotGone(path, stay.removed, facts) ?? clearPath(path, writer, draft, facts);
}

/** Where no program is known to look for the file: the RUNs of unknown ones, until it is removed. */
function mayRead(writer: TracedRun, { removed }: Stay, { facts }: Plan): TracedRun[] {
  const end = removed?.instruction.span.start ?? Number.POSITIVE_INFINITY;
  const found = facts.trace.runs.filter(
    (run) => isBehind(run, writer) && run.instruction.span.start < end && runsUnknown(run),
  );
  return found.length > MOST_REPEATED ? [] : found;
}

/** The COPY of another stage that names a file. */
function takenFrom(path: string, { file }: RewriteFacts): Instruction | undefined {
  return file.instructions.find(
    ({ keyword, flags, args }) =>
      keyword === 'COPY' &&
      flags.some(({ name }) => name === 'from') &&
      splitWords(args, file.escape)
        .slice(0, -1)
        .some(({ text }) => text === path),
  );
}

/** A file that was there before is put back as it was. */
function restore(writer: TracedRun, readers: readonly TracedRun[], path: string, plan: Plan): undefined {
  const own = relativePath(path, [writer, ...readers]) ?? path;
  for (const place of placesOf(plan, writer.instruction)) {
    plan.draft.runBefore(place, `cp -p ${own} ${own}.orig`);
    plan.draft.runAfter(place, `mv ${own}.orig ${own}`);
  }
  if (!isOfTools(path))
    plan.doubts.push(
      `${own} is put back as it was at the end of its RUN: the container gets it without the secret`,
    );
}

/** What only serves building: temporary files, and what tools look for. */
function isOfTools(path: string): boolean {
  return TEMPORARY.test(path) || isToolFile(path);
}

/** What has no dot in its name may be a folder. */
function removal(paths: readonly string[]): string {
  const areFiles = paths.every((path) => /\.[^/]*$/.test(path));
  return `rm ${areFiles ? '-f' : '-rf'} ${paths.join(' ')}`;
}

/** A log's name is another one at every run. */
function removable(path: string): string {
  return path.replace(/\/_logs\/[^/]+$/, '/_logs');
}

/** What programs write besides, and what commands behind the writing one may read, is for the build alone. */
function isForBuild({ script, text }: TracedRun, { at }: Stay, path: string): boolean {
  if (isOfTools(path)) return true;
  const idle = /^(?:chmod|chown|mkdir|echo|printf|set|cd|true|:|)$/;
  return script.commands.some(
    ({ words, start }) => text.offsetAt(start) > at.start && !idle.test(commandName(words)),
  );
}
