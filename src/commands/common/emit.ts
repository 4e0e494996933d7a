import { writeFile } from 'node:fs/promises';
import { exitCode, type Gate } from '../../audit/gate.ts';
import type { Run } from '../../audit/run.ts';
import { type ReportFormat, reporters } from '../../report/index.ts';

export interface EmitOptions {
  format: ReportFormat;
  output?: string | undefined;
  quiet: boolean;
  'no-color': boolean;
}

const NARROWEST = 40;
const WIDEST = 120;
const USUAL_WIDTH = 80;

/** Writes a run's report where the flags say and sets the exit code. */
export async function emit({ report, excerpt }: Run, gate: Gate, options: EmitOptions): Promise<void> {
  process.exitCode = exitCode(report, gate);
  const isQuiet = report.findings.every(({ suppressed }) => suppressed !== undefined) && report.complete;
  if (options.quiet && isQuiet) return;
  const reporter = await reporters[options.format]();
  const pieces: string[] = [];
  const toFile = options.output !== undefined;
  reporter(report, {
    write: (text) => pieces.push(text),
    width: Math.max(NARROWEST, Math.min(process.stdout.columns ?? USUAL_WIDTH, WIDEST)),
    colour: !toFile && wantsColour(options['no-color']),
    excerpt,
  });
  const text = pieces.join('');
  if (options.output !== undefined) await writeFile(options.output, text).catch(failedWrite(options.output));
  else process.stdout.on('error', failedWrite('standard output')).write(text);
}

function wantsColour(noColour: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (noColour || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

/** A reader that has seen enough (`audit … | head`) is no error. */
function failedWrite(where: string): (error: NodeJS.ErrnoException) => void {
  return ({ code }) => {
    if (code === 'EPIPE') return;
    process.stderr.write(`audit: ${where}: the report could not be written (${code}); name another file\n`);
    process.exitCode = 2;
  };
}
