import type { Location, Report } from './finding.ts';
import type { Excerpt } from './source-excerpt.ts';

/** What a run of audits hands to the reporters. */
export interface Run {
  report: Report;
  /** The masked source line a location begins on, where there is a source. */
  excerpt(location: Location): Excerpt | undefined;
}
