import type { Unknown } from '../build-path.ts';
import {
  isFromOutside,
  isSame,
  listOf,
  objectOf,
  type Static,
  type StaticEntry,
  unknownAt,
} from './static-value.ts';

/** Elements of two lists that are compared with one another. */
const MOST_PAIRS = 10_000;

export interface Condition {
  /** Undefined where it is not known. */
  truth: boolean | undefined;
  /** Whatever the environment says. */
  isFirm: boolean;
  hole: Unknown;
}

/**
 * What a conditional comes to. Where the environment decides, what both branches hold is sure, what the likely one
 * holds is taken, and the rest is a hole. Of two scalars the one that comes from outside is told.
 */
export function choose(condition: Condition, yes: Static, no: Static): Static {
  const { truth, isFirm, hole } = condition;
  const likely = truth === undefined ? undefined : truth ? yes : no;
  if (likely !== undefined && isFirm) return likely;
  if (isSame(yes, no)) return yes;
  if (yes.kind === 'object' && no.kind === 'object') return chooseEntries(condition, yes, no, likely);
  if (isCollection(yes) || isCollection(no)) return chooseItems(condition, yes, no, likely);
  const outside = [yes, no].filter(isFromOutside);
  const [only] = outside;
  if (only !== undefined && outside.length === 1) return only;
  return likely ?? unknownAt(hole.what, hole.at);
}

type StaticObject = Extract<Static, { kind: 'object' }>;

function isCollection({ kind }: Static): boolean {
  return kind === 'list' || kind === 'object';
}

function chooseEntries(condition: Condition, yes: StaticObject, no: StaticObject, likely?: Static): Static {
  const entries = new Map<string, StaticEntry>();
  const { hole } = condition;
  let isWhole = true;
  for (const key of new Set([...yes.entries.keys(), ...no.entries.keys()])) {
    const one = yes.entries.get(key);
    const other = no.entries.get(key);
    const sure = likely === yes ? one : likely === no ? other : undefined;
    if (one !== undefined && other !== undefined)
      entries.set(key, { at: (sure ?? one).at, value: choose(condition, one.value, other.value) });
    else {
      if (sure !== undefined) entries.set(key, sure);
      else isWhole = false;
    }
  }
  const holes = [...yes.holes, ...no.holes, ...(isWhole ? [] : [hole])];
  return objectOf(entries, hole.at, holes);
}

function chooseItems({ hole }: Condition, yes: Static, no: Static, likely?: Static): Static {
  const holes = [yes, no].flatMap((one) => (one.kind === 'list' || one.kind === 'object' ? one.holes : []));
  if (likely?.kind === 'object') return objectOf(likely.entries, likely.at, [...holes, hole]);
  if (likely?.kind === 'list') return listOf(likely.items, likely.at, [...holes, hole]);
  const isFew = yes.kind === 'list' && no.kind === 'list' && yes.items.length * no.items.length <= MOST_PAIRS;
  const both =
    likely === undefined && isFew
      ? yes.items.filter((item) => no.items.some((other) => isSame(item, other)))
      : [];
  return listOf(both, hole.at, [...holes, hole]);
}
