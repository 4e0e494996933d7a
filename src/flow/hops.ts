import { append } from '../config/append.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Declaration, Use } from './declaration.ts';
import type { Hop } from './hop.ts';
import type { TrackedSecret } from './tracked-secret.ts';

const MOST_USES = 4;
/** A longer way is told by its beginning and its end. */
const MOST_CARRIERS = 12;

/**
 * A tracked secret's way: where it comes in, what takes it over, who uses it, where it stays.
 *
 * @param to the carrier whose way is asked for; else all of them
 */
export function hopsOf({ carriers }: Pick<TrackedSecret, 'carriers'>, to?: Declaration): Hop[] {
  const on = to === undefined ? carriers : wayTo(to, setOf(carriers));
  const hops = ends(on).map((carrier): Hop => ({ label: declared(carrier), at: carrier.span }));
  const uses = on.flatMap((carrier) => carrier.uses).filter(({ harmless }) => harmless !== true);
  const telling = [
    ...uses.filter(({ as }) => as !== undefined),
    ...uses.filter(({ as }) => as === undefined),
  ];
  append(
    hops,
    telling.slice(0, MOST_USES).map((use): Hop => ({ label: used(use), at: use.span })),
  );
  return hops.sort((a, b) => a.at.start - b.at.start);
}

/** The declarations alone, from where a secret comes in to `to`. */
export function hopsTo(to: Declaration, carriers: readonly Declaration[]): Hop[] {
  return ends(wayTo(to, setOf(carriers))).map((carrier) => ({
    label: declared(carrier),
    at: carrier.span,
  }));
}

const sets = new WeakMap<readonly Declaration[], ReadonlySet<Declaration>>();

function setOf(carriers: readonly Declaration[]): ReadonlySet<Declaration> {
  const set = sets.get(carriers) ?? new Set(carriers);
  sets.set(carriers, set);
  return set;
}

/** From where the secret comes in to `to`. */
function wayTo(to: Declaration, carriers: ReadonlySet<Declaration>): Declaration[] {
  const way = [to];
  for (let at: Declaration | undefined = to; at !== undefined; ) {
    at = at.sources
      .map((source) => source.declaration)
      .find((one) => carriers.has(one) && !way.includes(one));
    if (at !== undefined) way.unshift(at);
    if (way.length > MOST_CARRIERS) break;
  }
  return way;
}

function ends(carriers: readonly Declaration[]): readonly Declaration[] {
  if (carriers.length <= MOST_CARRIERS) return carriers;
  return [...carriers.slice(0, MOST_CARRIERS / 2), ...carriers.slice(-MOST_CARRIERS / 2)];
}

function declared({ kind, name, stage, sources, instruction }: Declaration): string {
  const from = sources.find(({ declaration }) => declaration.name !== name)?.declaration.name;
  const source = from === undefined ? '' : `, taken from ${from}`;
  if (stage === undefined) return `build argument ${name}${source}, before the first FROM`;
  const runs = laterRuns(stage, instruction);
  const keyed =
    runs === 0 ? '' : `, and in the cache key of ${runs === 1 ? '1 later RUN' : `${runs} later RUNs`}`;
  if (!stage.inImage)
    return `${kind === 'ENV' ? 'ENV' : 'build argument'} ${name}${source}, ${inStage(stage)}${keyed}`;
  if (kind === 'ENV') return `ENV ${name}${source}, kept in the image config${keyed}`;
  const since = runs === 0 ? ' by BuildKit 0.14 and later' : '';
  return `build argument ${name}${source}, written to the image history${since}${keyed}`;
}

/** Where the RUNs of each stage begin, in order. */
const runStarts = new WeakMap<Stage, number[]>();

function laterRuns(stage: Stage, { span }: Instruction): number {
  let starts = runStarts.get(stage);
  if (starts === undefined) {
    starts = stage.instructions.filter(({ keyword }) => keyword === 'RUN').map((run) => run.span.start);
    runStarts.set(stage, starts);
  }
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) > span.start) high = middle;
    else low = middle + 1;
  }
  return starts.length - low;
}

function used({ instruction, as, byBuilder, stage }: Use): string {
  const what = as === undefined ? 'reads it' : `uses it as ${as}`;
  const logged = instruction.keyword === 'RUN' && instruction.heredocs.length === 0;
  const stays =
    byBuilder && stage.inImage ? ', written to the image history' : logged ? ', shown in the build log' : '';
  return `${instruction.keyword} ${what}${stays}`;
}

/** What becomes of a stage that is no part of the image. */
export function inStage({ name, index, built }: Stage): string {
  const which = name === undefined ? `stage ${index}` : `stage ${name}`;
  return built
    ? `in ${which}, which stays in the build cache, its exports and max-mode provenance`
    : `in ${which}, which this target does not build`;
}
