import { atLeast, CONFIDENCES, type Confidence, SEVERITIES, type Severity } from '../config/levels.ts';
import type { Report, Skipped } from './finding.ts';

/** What is shown and what fails. */
export interface Gate {
  /** The lowest severity that fails; `never` lets everything pass. */
  failOn: Severity | 'never';
  /** Findings below this are left out and counted. */
  minConfidence: Confidence;
  /** What the reader has to know of how it came about. */
  notes?: readonly Skipped[];
}

export const DEFAULT_GATE: Gate = { failOn: 'low', minConfidence: 'likely' };

export type ExitCode = 0 | 1 | 2;

/** 2 when the audit is not whole, else 1 when a finding is at or above the gate, else 0. */
export function exitCode(report: Report, { failOn }: Gate): ExitCode {
  if (!report.complete) return 2;
  if (failOn === 'never') return 0;
  const fails = report.findings.some(
    ({ severity, suppressed }) => suppressed === undefined && atLeast(SEVERITIES, severity, failOn),
  );
  return fails ? 1 : 0;
}

/** True where a finding is as sure as the gate asks for. Throws nothing: a word that is no confidence is above every other. */
export function isShown(confidence: Confidence, { minConfidence }: Gate): boolean {
  return atLeast(CONFIDENCES, confidence, minConfidence);
}
