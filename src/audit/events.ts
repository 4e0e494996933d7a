import type { Finding } from './finding.ts';

/** What a run tells while it goes on. */
export interface Events {
  /** A file or an image was read and audited. */
  read?(what: string, milliseconds: number): void;
  /** Nothing could be kept for later runs, and why. */
  unkept?(reason: string): void;
  /** Before the audit is at its end: without fixes, and with the places that are known so far. */
  found?(finding: Finding): void;
}
