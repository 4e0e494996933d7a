import type { BuilderName } from '../../cachekey/builder.ts';
import type { Verdict } from '../../cachekey/cache-step.ts';

/** What `audit cache --format json` prints. Fields are added, never renamed. */
export interface CacheReport {
  schemaVersion: 1;
  tool: { name: string; version: string };
  file: string;
  builder: BuilderName;
  /** The build arguments that change, and why they are taken to. */
  rotating: readonly { name: string; why: 'secret' | 'change' | 'asked' }[];
  steps: readonly CacheStepReport[];
  /** Steps of which nothing can be proved. */
  unknown: readonly { line: number; reason: string }[];
  /** What was taken for granted, and other things to know. */
  notes: readonly { what: string; reason: string }[];
  /** What the builder would refuse: read all the same, but in doubt. */
  skipped: readonly { what: string; reason: string }[];
  /** Every step that takes long is proved independent of every rotating value, and nothing is skipped. */
  proved: boolean;
}

export interface CacheStepReport {
  /** Its name, else its number. */
  stage: string;
  line: number;
  /** Its first line, credentials masked. */
  instruction: string;
  key: Verdict;
  /** The rotating values in the key, or that it may depend on. */
  values: readonly string[];
  reason: string;
  /** Why it takes long, where its commands say so. */
  cost?: string;
}
