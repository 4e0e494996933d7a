import type { Confidence, Severity } from './levels.ts';
import type { LimitKey } from './limits.ts';

/** A value of the configuration, and the line that it stands on. */
export interface Said<T> {
  value: T;
  line: number;
}

/** What one line says of a rule. */
export interface RuleSetting {
  rule: string;
  line: number;
  enabled?: boolean;
  severity?: Severity;
}

/** Findings that are meant to be so: all that is said has to hold. */
export interface AllowEntry {
  line: number;
  rule?: string;
  name?: string;
  path?: string;
  kind?: string;
  valueHash?: string;
  reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`. */
  expires?: string;
}

/** What holds everywhere, or for some paths. */
export interface ConfigPart {
  /** Absent for everywhere. */
  paths?: readonly string[];
  rules: readonly RuleSetting[];
  allow: readonly AllowEntry[];
}

/** A project's own credential format, checked. */
export interface ConfigFormat {
  id: string;
  title: string;
  pattern: string;
  /** The longest match, in characters. */
  longest: number;
  keywords: readonly string[];
  severity: Severity;
  entropy?: number;
}

/** What a configuration says. */
export interface Configuration {
  failOn?: Said<Severity | 'never'>;
  minConfidence?: Said<Confidence>;
  baseline?: Said<string>;
  salt?: Said<string>;
  limits: readonly Said<{ key: LimitKey; value: number }>[];
  /** The first holds everywhere; of the others a later one wins. */
  parts: readonly ConfigPart[];
  formats: readonly Said<ConfigFormat>[];
  names: Readonly<Record<'secret' | 'rotating' | 'harmless', readonly Said<string>[]>>;
}
