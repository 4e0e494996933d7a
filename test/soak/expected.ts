import type { Confidence } from '../../src/config/levels.ts';

/** What a rule has to say of a planted secret: of its name, or of its value where that is known. */
export interface Tell {
  rule: string;
  name?: string;
  value?: string;
  /** At this confidence or above; default: likely. */
  least?: Confidence;
}

/** A finding of a Dockerfile that has to come, and where. */
export interface ExpectedFinding extends Tell {
  line: number;
}

/** What the checks say of one subject. */
export interface Verdict {
  plants: number;
  told: number;
  /** What was planted and not told, at its place and by its rule. */
  missed: string[];
  /** What was told and not planted. */
  wrong: string[];
  /** Planted text that stands in the report, and audits that were not whole. */
  broken: string[];
}
