import { CONFIDENCES, type Confidence, SEVERITIES, type Severity } from '../../config/levels.ts';
import type { Skipped } from '../finding.ts';
import { DEFAULT_GATE, type Gate } from '../gate.ts';
import type { Project } from './project.ts';

/** What the flags say. */
export interface GateFlags {
  failOn?: Severity | 'never' | undefined;
  minConfidence?: Confidence | undefined;
}

/** Flags win over configurations; of those of several projects the strictest counts. */
export function gateOf(flags: GateFlags, projects: readonly Project[]): Gate {
  const said = projects.map(({ config }) => ({
    failOn: config?.failOn?.value ?? DEFAULT_GATE.failOn,
    minConfidence: config?.minConfidence?.value ?? DEFAULT_GATE.minConfidence,
  }));
  const all = said.length === 0 ? [DEFAULT_GATE] : said;
  return {
    notes: gateNotes(flags, projects),
    failOn:
      flags.failOn ??
      lowest(
        [...SEVERITIES, 'never'] as const,
        all.map(({ failOn }) => failOn),
      ),
    minConfidence:
      flags.minConfidence ??
      lowest(
        CONFIDENCES,
        all.map(({ minConfidence }) => minConfidence),
      ),
  };
}

/** The strictest of some levels; `never` is none at all. */
function lowest<T extends string>(scale: readonly T[], levels: readonly T[]): T {
  const strict = levels.filter((level) => level !== 'never');
  const sorted = [...(strict.length === 0 ? levels : strict)].sort(
    (a, b) => scale.indexOf(b) - scale.indexOf(a),
  );
  const [first] = sorted;
  if (first === undefined) throw new RangeError('no level to choose from');
  return first;
}

/** A gate that a configuration makes wider than it is by itself is told; what is left out of a report is told anyway. */
function gateNotes(flags: GateFlags, projects: readonly Project[]): Skipped[] {
  if (flags.failOn !== undefined) return [];
  return projects.flatMap(({ config }) => {
    if (config?.failOn === undefined || config.failOn.value === DEFAULT_GATE.failOn) return [];
    const { value, line } = config.failOn;
    const reason =
      value === 'never'
        ? 'no finding makes the audit fail'
        : `findings below ${value} do not make the audit fail`;
    return [{ what: `${config.shown}:${line}`, reason }];
  });
}
