import { resolve } from 'node:path';
import { error } from '@oclif/core/errors';
import { didYouMean } from '../../config/nearest.ts';
import { isReportFormat, REPORT_FORMATS, type ReportFormat } from '../../report/index.ts';

/** One report that is to be written. */
export interface Target {
  format: ReportFormat;
  /** Standard output where there is none. */
  file?: string;
}

/**
 * What `--format` and `--output` ask for: `FORMAT`, `FORMAT=FILE` or `FORMAT=-`, as often as wanted, but standard output
 * once. Ends the command where that is not so.
 */
export function readTargets(formats: readonly string[], output: string | undefined): Target[] {
  const targets = formats.map(readTarget);
  const unnamed = targets.filter(({ file }) => file === undefined);
  if (output !== undefined && unnamed.length === 0)
    usage('--output has no report to write: each --format names a file of its own');
  const named = targets.map(({ format, file = output }) => ({ format, ...(isFile(file) && { file }) }));
  const shown = unnamed.length > 1 ? unnamed : named.filter(({ file }) => file === undefined);
  if (shown.length > 1) {
    const names = shown.map(({ format }) => format).join(' and ');
    usage(`${names} cannot go to one place; give all but one a file: --format ${shown[0]?.format}=FILE`);
  }
  const files = named.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice !== undefined) usage(`two reports cannot both go to ${twice}; name another file for one of them`);
  return named;
}

/** The only target, in one of a few formats, for what is no list of findings. */
export function oneOf<F extends ReportFormat>(
  targets: readonly Target[],
  formats: readonly F[],
  what: string,
): { format: F; output?: string } {
  const [target, more] = targets;
  const format = formats.find((one) => one === target?.format);
  if (target === undefined || format === undefined || more !== undefined)
    usage(`${what} is written as ${formats.join(' or ')}, one of them`);
  return { format, ...(target.file !== undefined && { output: target.file }) };
}

function readTarget(asked: string): Target {
  const [, format = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(asked) ?? [];
  if (!isReportFormat(format)) {
    const guess = didYouMean(format, REPORT_FORMATS);
    usage(`there is no report format ${format}.${guess} There are ${REPORT_FORMATS.join(', ')}.`);
  }
  if (file === '') usage(`--format ${format}= names no file; leave out the = for standard output`);
  return { format, ...(file !== undefined && { file }) };
}

function isFile(file: string | undefined): file is string {
  return file !== undefined && file !== '-';
}

function usage(message: string): never {
  return error(message, { exit: 2 });
}
