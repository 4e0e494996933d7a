import type { Finding, Report, Skipped } from '../audit/finding.ts';
import { SEVERITIES } from '../config/levels.ts';
import { jsonText } from './json-text.ts';
import { brief } from './plain-text.ts';
import type { Reporter, ReportIo } from './reporter.ts';
import { Artifacts, SOURCE_ROOT } from './sarif/artifacts.ts';
import { messageText } from './sarif/locations.ts';
import { sarifResult } from './sarif/results.ts';
import { sarifRule } from './sarif/rules.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** GitHub takes no file with more results, and shows no more than these: the worst. */
const MOST_RESULTS = 25_000;
const MOST_SHOWN = 5000;
const MOST_REMARKS = 1000;
const LONGEST_REMARK = 2000;

/** SARIF 2.1.0, within what GitHub's code scanning takes: the worst findings first. */
export const sarif: Reporter = (report, { write, times }) => write(jsonText(sarifLog(report, times)));

/** The log that is written. */
export function sarifLog(report: Report, times: ReportIo['times']) {
  const artifacts = new Artifacts();
  const findings = [...report.findings].sort((a, b) => rank(a) - rank(b));
  const taken = findings.slice(0, MOST_RESULTS);
  const ids = [...new Set(taken.map(({ rule }) => rule))];
  const indices = new Map(ids.map((id, index) => [id, index]));
  const results = taken.map((finding) => sarifResult(finding, indices.get(finding.rule) ?? 0, artifacts));
  const someSuppressed = taken.some(({ suppressed }) => suppressed !== undefined);
  const run = {
    tool: { driver: { ...report.tool, rules: ids.map(sarifRule), notifications: notifications() } },
    invocations: [invocation(report, findings.length, times)],
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      [SOURCE_ROOT]: { description: { text: 'The folder that the audit was called in.' } },
    },
    artifacts: artifacts.list(),
    // Where one result has suppressions, those without are to say so (3.27.23).
    results: someSuppressed ? results.map((one) => ({ suppressions: [], ...one })) : results,
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}

const NOTIFICATIONS = {
  'not-audited': 'A part that could not be audited.',
  note: 'Worth knowing, without making the audit less whole.',
  'left-out': 'More than the takers of this format accept or show.',
} as const;

function notifications() {
  return Object.entries(NOTIFICATIONS).map(([id, text]) => ({ id, shortDescription: { text } }));
}

function invocation({ complete, skipped, notes }: Report, count: number, times: ReportIo['times']) {
  const left = [
    ...leftOut(count - MOST_RESULTS, 'findings, the least severe: GitHub takes no more than 25,000'),
    ...leftOut(skipped.length - MOST_REMARKS, 'parts that were not audited'),
    ...leftOut(notes.length - MOST_REMARKS, 'notes'),
    ...(count > MOST_SHOWN
      ? [notice('left-out', 'note', 'GitHub shows the worst 5,000 findings alone')]
      : []),
  ];
  return {
    executionSuccessful: complete,
    ...(times && { startTimeUtc: times.started.toISOString(), endTimeUtc: times.ended.toISOString() }),
    toolExecutionNotifications: [
      ...skipped.slice(0, MOST_REMARKS).map((one) => notice('not-audited', 'error', remark(one))),
      ...left,
      ...notes.slice(0, MOST_REMARKS).map((one) => notice('note', 'note', remark(one))),
    ],
  };
}

function leftOut(count: number, what: string) {
  return count > 0 ? [notice('left-out', 'warning', `${count} more are left out: ${what}`)] : [];
}

function notice(id: keyof typeof NOTIFICATIONS, level: 'error' | 'warning' | 'note', text: string) {
  return { descriptor: { id }, level, message: { text: messageText(text) } };
}

function remark({ what, reason }: Skipped): string {
  return `${brief(what)}: ${brief(reason, LONGEST_REMARK)}`;
}

/** Open ones before those that are suppressed, then the worst. */
function rank({ severity, suppressed }: Finding): number {
  return SEVERITIES.indexOf(severity) + (suppressed === undefined ? 0 : SEVERITIES.length);
}
