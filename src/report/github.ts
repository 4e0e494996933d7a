import type { Finding, Report } from '../audit/finding.ts';
import { SEVERITIES, type Severity } from '../config/levels.ts';
import { placeOf, sentenceOf } from './file-place.ts';
import { noCommand } from './log-commands.ts';
import { brief, plain, shorten } from './plain-text.ts';
import type { Reporter } from './reporter.ts';
import { ruleInfo } from './rule-info.ts';

const COMMANDS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
} as const satisfies Record<Severity, string>;

/** GitHub shows ten of each kind for a step: the worst of each come first, and the last line says how many there are. */
const MOST_SHOWN = 10;
const LONGEST_REMARK = 2000;

/** Workflow commands of GitHub Actions: an annotation for each finding, and for what was not audited. */
export const github: Reporter = (report, { write }) => {
  const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
  const sorted = [...open].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  for (const finding of sorted) write(annotation(finding));
  for (const { what, reason } of report.skipped)
    write(command('warning', { title: 'not audited' }, remark(what, reason)));
  for (const { what, reason } of report.notes)
    write(command('notice', { title: 'note' }, remark(what, reason)));
  write(lastLine(report, open.length));
};

function annotation(finding: Finding): string {
  const { path, startLine, endLine, columns, isSource } = placeOf(finding);
  // GitHub takes columns for places within one line alone; its end column is the last one, ours the one behind.
  const within =
    columns !== undefined && startLine === endLine
      ? { col: columns.startColumn, endColumn: Math.max(columns.startColumn, columns.endColumn - 1) }
      : {};
  const place = isSource ? { file: path, line: startLine, endLine, ...within } : {};
  const { rule, severity, secret } = finding;
  const { title } = ruleInfo(rule);
  const name = secret.name === undefined ? '' : `: ${shorten(secret.name)}`;
  const fixable = finding.fixes[0] === undefined ? '' : ` Fix: ${brief(finding.fixes[0].title)}.`;
  return command(
    COMMANDS[severity],
    { ...place, title: `${title}${name} (${rule}, ${severity})` },
    sentenceOf(finding) + fixable,
  );
}

function remark(what: string, reason: string): string {
  return `${brief(what)}: ${brief(reason, LONGEST_REMARK)}`;
}

function lastLine({ summary, complete }: Report, count: number): string {
  const counts = SEVERITIES.filter((level) => summary[level] > 0).map(
    (level) => `${summary[level]} ${level}`,
  );
  const more = count > MOST_SHOWN ? `; GitHub shows ${MOST_SHOWN} annotations of a kind` : '';
  const whole = complete ? '' : '; the audit is not complete';
  return `build-audit: ${count === 0 ? 'no findings' : `${count} ${count === 1 ? 'finding' : 'findings'} (${counts.join(', ')})`}${more}${whole}\n`;
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(`${value}`)}`);
  return `::${name} ${given.join(',')}::${data(message)}\n`;
}

/** As the runner reads it back: percent signs and line breaks. */
function data(text: string): string {
  return noCommand(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property ends at a comma, all of them at `::`. */
function property(text: string): string {
  return data(plain(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
