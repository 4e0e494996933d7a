import type { FixPlan, PlannedFix } from '../audit/fix/plan-fixes.ts';
import { count } from './count.ts';
import { plain } from './plain-text.ts';

/** How a run of rewrites was asked for. */
export interface FixSummaryOptions {
  diff: boolean;
  stdout: boolean;
  'unsafe-fixes': boolean;
  warnings: readonly string[];
}

/**
 * What was rewritten, what was not and why, and what remains to be done by hand. A name of a file begins no line of its
 * own: it could be a command to a CI system.
 */
export function fixSummary(plan: FixPlan, options: FixSummaryOptions): string {
  const verb = options.diff || options.stdout ? 'would write' : 'wrote';
  const sections = [
    ...options.warnings.map((warning) => `warning: ${warning}`),
    ...plan.done.map((fix) => `mended ${told(fix)}`),
    ...plan.held.map((fix) => `held back ${told(fix)}`),
    ...plan.refused.map((fix) => `not mended ${told(fix)}`),
    ...(plan.commands.length === 0
      ? []
      : ['build with:', ...plan.commands.flatMap((text) => text.split('\n').map((line) => `  ${line}`))]),
    ...plan.remarks.map((remark) => `note: ${remark}`),
    `${verb} ${count(plan.changes.length, 'file')}: ${count(plan.done.length, 'rewrite')}${heldNote(plan.held.length)}`,
  ];
  return `${sections.map(plain).join('\n')}\n`;
}

function told({ file, title, doubts }: PlannedFix): string {
  return `${file}: ${[title, ...doubts].join('; ')}`;
}

function heldNote(number: number): string {
  return number === 0 ? '' : `; ${number} more with --unsafe-fixes`;
}
