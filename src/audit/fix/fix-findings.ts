import { setImmediate as turn } from 'node:timers/promises';
import { GivenUp } from '../../config/patience.ts';
import type { BuildOptions } from '../build-options.ts';
import type { Finding } from '../finding.ts';
import type { Governed } from '../project/govern.ts';
import type { ReportBuilder } from '../report-builder.ts';
import type { AuditedFile } from './audited-file.ts';

/** Puts what can be done about them into the findings that are told. */
export async function fixFindings(
  files: readonly AuditedFile[],
  builder: ReportBuilder,
  governed: Governed,
  { rewrite: options = {}, interrupt, signal }: BuildOptions,
): Promise<void> {
  const { attachFixes } = await import('./attach-fixes.ts');
  const counts = (finding: Finding) => builder.isTold(finding);
  for (const audited of files) {
    // A signal is heard between two files.
    await turn();
    signal?.throwIfAborted();
    if (interrupt?.signal !== undefined) return;
    try {
      governed.inTime(() => attachFixes(audited, { options, counts }), interrupt);
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      builder.note(audited.file.name, `not all rewrites were proved: ${error.message}`);
    }
  }
}
