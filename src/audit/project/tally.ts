import type { AllowEntry, RuleSetting } from '../../config/configuration.ts';

/** What became of a configuration's settings and entries in one run. */
export interface Tally {
  /** Findings of rules that are off, by setting. */
  off: Map<RuleSetting, number>;
  /** Findings that are told as less than they are by themselves, by setting. */
  lowered: Map<RuleSetting, number>;
  /** Entries that matched something. */
  matched: Set<AllowEntry>;
}

/** @param today `YYYY-MM-DD` */
export function isExpired({ expires }: AllowEntry, today: string): boolean {
  return expires !== undefined && expires < today;
}
