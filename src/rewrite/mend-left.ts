import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { type CleanUp, cleanUp } from './clean-up.ts';
import { clearPath, whyNotGone } from './clear-path.ts';
import type { Before } from './earlier-copies.ts';
import { stillReading, whyUnread, writerOf } from './file-readers.ts';
import { addsTo, fileBefore, leaves, onlyStores } from './in-place.ts';
import { joinRuns, type Written } from './join-runs.ts';
import { keepReference } from './keep-reference.ts';
import { mendClone } from './mend-clone.ts';
import { mountInPlace } from './mount-in-place.ts';
import { handles } from './path-uses.ts';
import type { Plan } from './plan.ts';
import { whereIs } from './rewrite.ts';
import { isToolFile, TEMPORARY } from './tools.ts';
import { relativePath } from './working-folder.ts';

/**
 * Sees to it that no RUN leaves the secret in a file: a file that is the secret itself becomes a mount there; any other is
 * removed in the RUN that wrote it, together with what reads it. Gives the reason where that cannot be.
 */
export function mendLeft(plan: Plan): string | undefined {
  const seen = new Set<string>();
  const cleanUps: CleanUp[] = [];
  for (const { stay } of plan.secret.left) {
    const { channel, path, instruction } = stay;
    if (channel !== 'layer' || path === undefined || instruction.keyword !== 'RUN') continue;
    const key = `${instruction.span.start} ${path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const problem = mendFile(stay, path, plan, cleanUps);
    if (problem !== undefined) return problem;
  }
  cleanUp(cleanUps, plan);
  return undefined;
}

function mendFile(stay: Stay, path: string, plan: Plan, cleanUps: CleanUp[]): string | undefined {
  const writer = writerOf(stay, path, plan.facts);
  if (typeof writer === 'string') return writer;
  const clone = mendClone(writer, stay, plan);
  if (typeof clone === 'string') return clone;
  if (clone || mountInPlace(writer, stay, path, plan)) return undefined;
  const written = { writer, stay, path };
  const found = stillReading(written, plan.facts);
  if (typeof found === 'string') return found;
  const isLeaving = (run: TracedRun): boolean => leaves(run, path, plan);
  const readers = found.filter((run) => isLeaving(run) || !onlyStores(run, path));
  if (readers.length > 1 && keepReference(writer, stay, path, readers, plan)) return undefined;
  const isLeft = readers.length === 0 && stay.removed === undefined && !isForBuild(writer, stay, path);
  const adding = readers.filter((run) => !isLeaving(run) && addsTo(run, path));
  if (adding.length > 0) return whyMixed(written, adding, plan);
  const problem =
    readers.length === 0 ? whyUnread(written, isLeft, plan.facts) : joinRuns(written, readers, plan);
  if (problem !== undefined) return problem;
  const own = relativePath(path, [writer, ...readers]) ?? path;
  const before = fileBefore(written, readers, plan);
  const isRemoved = stay.removed !== undefined && !undoesOnly(stay, path, plan);
  cleanUps.push({ run: writer.instruction, file: own, before, isRemoved });
  if (!isRemoved && !isOfTools(path)) plan.doubts.push(afterwards(own, before));
  return whyNotGone(path, stay.removed, plan.facts) ?? clearPath(path, writer, plan.draft, plan.facts);
}

function whyMixed({ path, writer }: Written, adding: readonly TracedRun[], { facts }: Plan): string {
  const instructions = adding.map(({ instruction }) => instruction);
  return `${path}, into which ${whereIs(facts, [writer.instruction])} writes the secret, gets more on ${whereIs(facts, instructions)}, which is to stay there; write that in a RUN of its own`;
}

/** A later step takes the value out of the file, and leaves the rest. */
function undoesOnly({ removed }: Stay, path: string, { facts }: Plan): boolean {
  const run = facts.trace.runs.find(({ instruction }) => instruction === removed?.instruction);
  const commands = run?.script.commands.filter((one) => handles(one, path)) ?? [];
  return (
    commands.length > 0 &&
    commands.every(({ words }) => !/^(?:rm|shred|unlink)$/.test(commandName(unwrap(words).words)))
  );
}

function afterwards(file: string, before: Before): string {
  return before === 'none'
    ? `${file} is removed at the end of its RUN: what the container needs of it has to come from elsewhere`
    : `${file} is put back as it was at the end of its RUN: the container gets it without the secret`;
}

/** What only serves building: temporary files, and what tools look for. */
function isOfTools(path: string): boolean {
  return TEMPORARY.test(path) || isToolFile(path);
}

/** What programs write besides, and what commands behind the writing one may read, is for the build alone. */
function isForBuild({ script, text }: TracedRun, { at }: Stay, path: string): boolean {
  if (isOfTools(path)) return true;
  const idle = /^(?:chmod|chown|mkdir|echo|printf|set|cd|true|:|)$/;
  return script.commands.some(
    ({ words, start }) => text.offsetAt(start) > at.start && !idle.test(commandName(words)),
  );
}
