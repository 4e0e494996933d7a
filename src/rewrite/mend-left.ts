import type { Instruction } from '../dockerfile/instruction.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import { clearPath, whyNotGone } from './clear-path.ts';
import { stillReading, whyUnread, writerOf } from './file-readers.ts';
import { editsInPlace } from './in-place.ts';
import { joinRuns, type Written } from './join-runs.ts';
import { keepReference } from './keep-reference.ts';
import { mendClone } from './mend-clone.ts';
import { mountInPlace } from './mount-in-place.ts';
import { type Plan, placesOf } from './plan.ts';
import { isToolFile } from './tools.ts';
import { relativePath } from './working-folder.ts';

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
  const writer = writerOf(stay, path, plan.facts);
  if (typeof writer === 'string') return writer;
  const clone = mendClone(writer, stay, plan);
  if (typeof clone === 'string') return clone;
  if (clone || mountInPlace(writer, stay, path, plan)) return undefined;
  const written = { writer, stay, path };
  const readers = stillReading(written, plan.facts);
  if (typeof readers === 'string') return readers;
  if (readers.length > 1 && keepReference(writer, stay, path, readers, plan)) return undefined;
  const isLeft = readers.length === 0 && stay.removed === undefined && !isForBuild(writer, stay, path);
  const problem =
    readers.length === 0 ? whyUnread(written, isLeft, plan.facts) : joinRuns(written, readers, plan);
  if (problem !== undefined) return problem;
  const own = relativePath(path, [writer, ...readers]) ?? path;
  if (stay.removed === undefined && editsInPlace(writer, stay, path)) return restore(written, own, plan);
  if (stay.removed === undefined && !isOfTools(path))
    plan.doubts.push(
      `${own} is removed at the end of its RUN: what the container needs of it has to come from elsewhere`,
    );
  const run = writer.instruction;
  removals.set(run, [...(removals.get(run) ?? []), removable(own)]);
  return whyNotGone(path, stay.removed, plan.facts) ?? clearPath(path, writer, plan.draft, plan.facts);
}

/** A file that was there before is put back as it was. */
function restore({ writer, path }: Written, own: string, plan: Plan): undefined {
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
