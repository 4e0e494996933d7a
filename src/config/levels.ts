/** How bad a finding is, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure a finding is, surest first. */
export const CONFIDENCES = ['certain', 'likely', 'possible'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** True when `level` is at or above `floor` on a scale whose first entry is the highest. */
export function atLeast<T>(scale: readonly T[], level: T, floor: T): boolean {
  return scale.indexOf(level) <= scale.indexOf(floor);
}
