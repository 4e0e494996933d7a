import { exitCode, type Gate } from '../../audit/gate.ts';
import type { Run } from '../../audit/run.ts';
import type { DockerfilesRun } from '../../audit/run-dockerfiles.ts';
import { type ReportFormat, reporters } from '../../report/index.ts';
import { type OutputOptions, page, write } from './output.ts';

export interface EmitOptions extends OutputOptions {
  format: ReportFormat;
  quiet: boolean;
}

/** Writes a run's report where the flags say and sets the exit code. */
export async function emit(
  { report, excerpt, layers }: Run,
  gate: Gate,
  options: EmitOptions,
): Promise<void> {
  process.exitCode = exitCode(report, gate);
  const isQuiet = report.findings.every(({ suppressed }) => suppressed !== undefined) && report.complete;
  if (options.quiet && isQuiet) return;
  const reporter = await reporters[options.format]();
  const pieces: string[] = [];
  reporter(report, { write: (text) => pieces.push(text), ...page(options), excerpt, layers });
  await write(pieces.join(''), options);
}

/** Writes who builds what; nothing but what could not be read sets the exit code. */
export async function emitBuilds(run: DockerfilesRun, options: EmitOptions): Promise<void> {
  const { showBuilds } = await import('../../report/builds-pages.ts');
  if (!run.report.complete) process.exitCode = 2;
  await write(showBuilds(run, options.format === 'json' ? 'json' : 'text', page(options)), options);
}
