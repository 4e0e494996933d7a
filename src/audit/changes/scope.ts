import type { Finding, Location } from '../finding.ts';

/** What a run reports, where that is not all it finds. */
export interface Scope {
  /** Why a finding is left out: `is not staged`. */
  outside: string;
  isShown(finding: Finding): boolean;
  /** Whether what a subject, a skip or a note is about is told. */
  isTold(what: string): boolean;
  /** Whether a Dockerfile has to be read at all. */
  isAudited(dockerfile: string, buildFiles: readonly string[]): boolean;
}

/** Every place that a finding names. */
export function placesOf({ location, related, flow }: Finding): Location[] {
  return [location, ...[...related, ...flow].map((one) => one.location)];
}
