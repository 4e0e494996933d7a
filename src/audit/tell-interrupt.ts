import type { Interrupt } from '../config/interrupt.ts';
import type { ReportBuilder } from './report-builder.ts';

/** A report of a run that was ended says so. */
export function tellInterrupt(builder: ReportBuilder, interrupt: Interrupt | undefined): void {
  if (interrupt?.signal === undefined) return;
  builder.skip(
    'this audit',
    `ended by ${interrupt.signal}: what had not been read by then is not in this report`,
  );
}
