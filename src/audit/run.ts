import type { Location, Report } from './finding.ts';
import type { Excerpt } from './source-excerpt.ts';

/** What a run of audits hands to the reporters. */
export interface Run {
  report: Report;
  /** The masked source line a location begins on, where there is a source. */
  excerpt(location: Location): Excerpt | undefined;
  /** Something was given up: what is still waited for is to keep nobody. */
  isGivenUp?: boolean;
  /** All layers of an image of the report, the lowest first, secrets taken out. */
  layers?: ((image: string, platform?: string) => readonly ShownLayer[] | undefined) | undefined;
}

/** A layer as it is shown beside what was found in it. */
export interface ShownLayer {
  /** 0 is the lowest. */
  index: number;
  /** Of the blob as stored, `sha256:…`. */
  digest?: string;
  /** In bytes, as stored. */
  size?: number;
  /** What made it, without the values of build arguments. */
  instruction?: string;
}
