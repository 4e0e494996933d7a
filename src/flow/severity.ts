import { SEVERITIES, type Severity } from '../config/levels.ts';
import type { Stage } from '../dockerfile/stages.ts';

/**
 * How bad it is to leave something in a stage: as bad as said in the image; less where only the build cache, its
 * exports and max-mode provenance have it; least where the target does not build it.
 */
export function severityIn({ inImage, built }: Stage, severity: Severity): Severity {
  if (inImage) return severity;
  return built ? 'medium' : 'low';
}

/** The worst of them; `low` of none. */
export function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'low';
}
