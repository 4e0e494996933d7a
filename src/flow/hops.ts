import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Declaration, Use } from './declaration.ts';
import type { TrackedSecret } from './tracked-secret.ts';

/** One step of a secret's way, for the reader. */
export interface Hop {
  label: string;
  at: Span;
}

const MOST_USES = 4;
/** A longer way is told by its beginning and its end. */
const MOST_CARRIERS = 12;

/**
 * A tracked secret's way: where it comes in, what takes it over, who uses it, where it stays.
 *
 * @param to the carrier whose way is asked for; else all of them
 */
export function hopsOf({ carriers }: TrackedSecret, to?: Declaration): Hop[] {
  const on = to === undefined ? carriers : wayTo(to, new Set(carriers));
  const hops = ends(on).map((carrier): Hop => ({ label: declared(carrier), at: carrier.span }));
  const uses = on.flatMap((carrier) => carrier.uses).filter(({ harmless }) => harmless !== true);
  const telling = [
    ...uses.filter(({ as }) => as !== undefined),
    ...uses.filter(({ as }) => as === undefined),
  ];
  hops.push(...telling.slice(0, MOST_USES).map((use): Hop => ({ label: used(use), at: use.span })));
  return hops.sort((a, b) => a.at.start - b.at.start);
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

function declared({ kind, name, stage, sources }: Declaration): string {
  const from = sources.find(({ declaration }) => declaration.name !== name)?.declaration.name;
  const source = from === undefined ? '' : `, taken from ${from}`;
  if (stage === undefined) return `build argument ${name}${source}, before the first FROM`;
  if (kind === 'ENV')
    return `ENV ${name}${source}, ${stage.inImage ? 'kept in the image config' : inStage(stage)}`;
  return `build argument ${name}${source}, ${stage.inImage ? 'written to the image history' : inStage(stage)}`;
}

function used({ instruction, as, byBuilder, stage }: Use): string {
  const what = as === undefined ? 'reads it' : `uses it as ${as}`;
  const stays = byBuilder && stage.inImage ? ', written to the image history' : '';
  return `${instruction.keyword} ${what}${stays}`;
}

function inStage({ name, index }: Stage): string {
  return `in stage ${name ?? index}, which stays in the build cache`;
}
