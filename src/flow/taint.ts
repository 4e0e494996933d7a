import type { Span } from '../dockerfile/source-text.ts';
import type { Origin } from './origin.ts';

/** A step that a value took, and those before it. */
export interface Trail {
  label: string;
  at: Span;
  before: Trail | undefined;
  /** Steps so far. */
  length: number;
  /** Something on the way may have left the secret out. */
  doubtful: boolean;
}

/** Whose values a value may hold, each with the way it came. */
export type Taint = ReadonlyMap<Origin, Trail | undefined>;

export const CLEAN: Taint = new Map();

const LONGEST_TRAIL = 16;

/** What any of them holds. */
export function union(...taints: readonly Taint[]): Taint {
  return unionOf(taints);
}

/** The same of a list that may be too long for arguments; joined one by one, many would take the square of their number. */
export function unionOf(taints: readonly Taint[]): Taint {
  const [first = CLEAN, ...rest] = taints.filter(({ size }) => size > 0);
  if (rest.every((taint) => taint === first)) return first;
  const all = new Map(first);
  for (const taint of rest) for (const [origin, trail] of taint) if (!all.has(origin)) all.set(origin, trail);
  return all;
}

/** The same value one step further. */
export function step(taint: Taint, label: string, at: Span, doubtful = false): Taint {
  if (taint.size === 0) return taint;
  const next = (before: Trail | undefined): Trail | undefined =>
    before !== undefined && before.length >= LONGEST_TRAIL
      ? before
      : {
          label,
          at,
          before,
          length: (before?.length ?? 0) + 1,
          doubtful: doubtful || before?.doubtful === true,
        };
  return new Map(Array.from(taint, ([origin, trail]) => [origin, next(trail)]));
}

/** The same value, which now may not hold the secret any more. */
export function doubted(taint: Taint): Taint {
  const doubt = (trail: Trail | undefined): Trail | undefined =>
    trail === undefined ? undefined : { ...trail, doubtful: true };
  return new Map(Array.from(taint, ([origin, trail]) => [origin, doubt(trail)]));
}

/** The steps of a trail, first to last. */
export function stepsOf(trail: Trail | undefined): { label: string; at: Span }[] {
  const steps: { label: string; at: Span }[] = [];
  for (let at = trail; at !== undefined; at = at.before) steps.unshift({ label: at.label, at: at.at });
  return steps;
}

/** What commands print of which nothing is known left out: it would make everything a suspect. */
export function withoutOutputs(taint: Taint): Taint {
  return new Map([...taint].filter(([origin]) => origin.kind !== 'output' || origin.known !== undefined));
}
