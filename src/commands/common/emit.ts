import { resolve } from 'node:path';
import { exitCode, type Gate } from '../../audit/gate.ts';
import type { Run } from '../../audit/run.ts';
import type { DockerfilesRun } from '../../audit/run-dockerfiles.ts';
import { reporters } from '../../report/index.ts';
import { page, write } from './output.ts';
import { oneOf, type Target } from './targets.ts';
import type { Narrator } from './verbose.ts';

export interface EmitOptions {
  targets: readonly Target[];
  quiet: boolean;
  'no-color': boolean;
  narrator: Narrator;
}

/** Writes a run's report to wherever the flags say and sets the exit code; one that cannot be written does not keep the others. */
export async function emit(run: Run, gate: Gate, options: EmitOptions): Promise<void> {
  const { report } = run;
  process.exitCode = exitCode(report, gate);
  const isClean = report.findings.every(({ suppressed }) => suppressed !== undefined) && report.complete;
  for (const target of options.targets) {
    if (isAudited(run, target.file)) {
      process.stderr.write(`audit: ${target.file} is what was audited; name another file for the report\n`);
      process.exitCode = 2;
      continue;
    }
    if (!(options.quiet && isClean && target.file === undefined)) await emitOne(run, target, options);
    const summary = process.env['GITHUB_STEP_SUMMARY'];
    if (target.format !== 'github' || summary === undefined || summary === '') continue;
    const { addStepSummary } = await import('./step-summary.ts');
    await addStepSummary(run, summary);
  }
}

/** A report is not written onto what it is about. */
function isAudited({ report }: Run, file: string | undefined): boolean {
  if (file === undefined) return false;
  return report.subjects.some(({ kind, name }) => kind === 'dockerfile' && resolve(name) === resolve(file));
}

async function emitOne({ report, excerpt, layers }: Run, { format, file }: Target, options: EmitOptions) {
  const started = performance.now();
  const reporter = await reporters[format]();
  const pieces: string[] = [];
  const output = { output: file, 'no-color': options['no-color'] };
  const times = { started: new Date(performance.timeOrigin), ended: new Date() };
  reporter(report, { write: (text) => pieces.push(text), ...page(output), excerpt, times, layers });
  await write(pieces.join(''), output);
  options.narrator.wrote(
    `the report as ${format}, to ${file ?? 'standard output'}`,
    performance.now() - started,
  );
}

/** Writes who builds what; nothing but what could not be read sets the exit code. */
export async function emitBuilds(run: DockerfilesRun, options: EmitOptions): Promise<void> {
  const { showBuilds } = await import('../../report/builds-pages.ts');
  const { format, output } = buildsTarget(options);
  if (!run.report.complete) process.exitCode = 2;
  const where = { output, 'no-color': options['no-color'] };
  await write(showBuilds(run, format, page(where)), where);
}

/** How the list of builds is written. Ends the command where it cannot be written so. */
export function buildsTarget({ targets }: Pick<EmitOptions, 'targets'>) {
  return oneOf(targets, ['text', 'json'], '--list-builds');
}
