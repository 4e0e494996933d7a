import type { Interrupt } from '../config/interrupt.ts';
import type { Skipped } from './finding.ts';
import type { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';

/** What is cut short where a run is ended. */
const THIS_AUDIT = 'this audit';

/** A report of a run that was ended says so. */
export function tellInterrupt(builder: ReportBuilder, interrupt: Interrupt | undefined): void {
  for (const { what, reason } of ended(interrupt, 'what had not been read by then is not in this report'))
    builder.skip(what, reason);
}

/** The same of a run that was over when its rewrites were ended. */
export function withInterrupt(run: Run, interrupt: Interrupt): Run {
  const skipped = [...run.report.skipped, ...ended(interrupt, 'nothing was rewritten')];
  return { ...run, report: { ...run.report, skipped, complete: skipped.length === 0 } };
}

function ended(interrupt: Interrupt | undefined, what: string): Skipped[] {
  if (interrupt?.signal === undefined) return [];
  return [{ what: THIS_AUDIT, reason: `ended by ${interrupt.signal}: ${what}` }];
}
