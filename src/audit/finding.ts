import type { Confidence, Severity } from '../config/levels.ts';
import type { Validity } from '../credentials/format.ts';

/** The report of one run: what `--format json` prints, schema/report-v1.schema.json. Fields are added, never renamed. */
export interface Report {
  schemaVersion: 1;
  tool: { name: string; version: string };
  /** False when anything was skipped. */
  complete: boolean;
  subjects: Subject[];
  skipped: Skipped[];
  /** Worth knowing, without making the audit less whole. */
  notes: Skipped[];
  findings: Finding[];
  summary: Record<Severity, number> & { suppressed: number };
}

export interface Subject {
  kind: 'dockerfile' | 'image' | 'build';
  name: string;
  digest?: string;
}

/** Something the reader has to know of, and why. */
export interface Skipped {
  what: string;
  reason: string;
}

export interface Finding {
  rule: string;
  severity: Severity;
  confidence: Confidence;
  message: string;
  location: Location;
  related: Labelled[];
  /** The secret's way, source first. */
  flow: Labelled[];
  secret: FoundSecret;
  /** Stays the same while lines move; holds nothing of the secret. */
  fingerprint: string;
  fixes: Fix[];
  /** Why no rewrite is offered, and what to do instead. */
  fixRefused?: string;
  /** The part of the Dockerfile that an image's finding comes from. */
  origin?: { path: string; startLine: number; endLine: number };
  /** Set when someone said that it is meant to be so: it does not fail the gate. */
  suppressed?: Suppression;
}

export interface Suppression {
  /** `# audit: ignore`, or whose comment it is. */
  by: string;
  reason: string;
}

export interface Labelled {
  label: string;
  location: Location;
}

export interface FoundSecret {
  /** Of the variable that holds it. */
  name?: string;
  /** The id of a credential format. */
  kind?: string;
  redacted: string;
  /** Keyed: equal for equal secrets within one run, or wherever the same key is set. */
  fingerprint: string;
  /** Under the project's salt, for `value-hash` of the configuration; absent without one, and for what could be guessed. */
  valueHash?: string;
  validity: Validity;
}

export interface Fix {
  title: string;
  safety: 'safe' | 'review';
  edits: (Omit<SourceLocation, 'kind'> & { text: string })[];
  commands: string[];
}

export type Location = SourceLocation | ImageLocation;

/** Lines and columns are 1-based, columns in UTF-16 units; the end is exclusive. */
export interface SourceLocation {
  kind: 'source';
  path: string;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

export interface ImageLocation {
  kind: 'image';
  image: string;
  platform?: string;
  channel: Channel;
  /** `config.Env[3]`, `history[7].created_by`. */
  pointer?: string;
  name?: string;
  layer?: { index: number; digest?: string; diffId?: string };
  path?: string;
  line?: number;
  state?: 'final' | 'deleted' | 'overwritten';
  /** The base image that it was taken over from. */
  base?: string;
}

export type Channel =
  | 'config.env'
  | 'config.label'
  | 'config.cmd'
  | 'config.entrypoint'
  | 'config.healthcheck'
  | 'config.onbuild'
  | 'config.other'
  | 'history'
  | 'layer'
  | 'layer.xattr'
  | 'annotation'
  | 'attestation'
  | 'buildinfo'
  | 'cache'
  | 'unreferenced-blob';
