import type { Finding, Report, Skipped } from '../audit/finding.ts';
import { SEVERITIES } from '../config/levels.ts';
import { jsonText } from './json-text.ts';
import { plain, shorten } from './plain-text.ts';
import type { Reporter, ReportIo } from './reporter.ts';
import { Artifacts, SOURCE_ROOT } from './sarif/artifacts.ts';
import { messageText } from './sarif/locations.ts';
import { sarifResult } from './sarif/results.ts';
import { sarifRule } from './sarif/rules.ts';

/** GitHub takes no file with more results, and shows no more than these: the worst. */
const MOST_RESULTS = 25_000;
const MOST_SHOWN = 5000;
const MOST_REMARKS = 1000;
const LONGEST_REMARK = 2000;

/** SARIF 2.1.0, within what GitHub's code scanning takes: the worst findings first. */
export const sarif: Reporter = (report, { write, times }) => {
  const artifacts = new Artifacts();
  const findings = [...report.findings].sort((a, b) => rank(a) - rank(b));
  const taken = findings.slice(0, MOST_RESULTS);
  const ids = [...new Set(taken.map(({ rule }) => rule))];
  const indices = new Map(ids.map((id, index) => [id, index]));
  const results = taken.map((finding) => sarifResult(finding, indices.get(finding.rule) ?? 0, artifacts));
  const someSuppressed = taken.some(({ suppressed }) => suppressed !== undefined);
  write(
    jsonText({
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: report.tool.name,
              version: report.tool.version,
              rules: ids.map(sarifRule),
              notifications: Object.entries(NOTIFICATIONS).map(([id, text]) => ({
                id,
                shortDescription: { text },
              })),
            },
          },
          invocations: [invocation(report, findings.length, times)],
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: {
            [SOURCE_ROOT]: { description: { text: 'The folder that the audit was called in.' } },
          },
          artifacts: artifacts.list(),
          // Where one result has suppressions, those without are to say so (3.27.23).
          results: someSuppressed ? results.map((one) => ({ suppressions: [], ...one })) : results,
        },
      ],
    }),
  );
};

const NOTIFICATIONS = {
  'not-audited': 'A part that could not be audited.',
  note: 'Worth knowing, without making the audit less whole.',
  'left-out': 'More than the takers of this format accept or show.',
} as const;

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
  return `${shorten(plain(what))}: ${shorten(plain(reason), LONGEST_REMARK)}`;
}

/** Open ones before those that are suppressed, then the worst. */
function rank({ severity, suppressed }: Finding): number {
  return SEVERITIES.indexOf(severity) + (suppressed === undefined ? 0 : SEVERITIES.length);
}
