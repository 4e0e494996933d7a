import type { Severity } from '../config/levels.ts';
import { placeOf, sentenceOf } from './file-place.ts';
import { jsonText } from './json-text.ts';
import { brief, plain } from './plain-text.ts';
import type { Reporter } from './reporter.ts';
import { ruleInfo } from './rule-info.ts';

const SEVERITY_NAMES = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
} as const satisfies Record<Severity, string>;

/** GitLab's code quality report. What was not audited is told as `info`: the format has no other room for it. */
export const gitlab: Reporter = (report, { write }) => {
  const unique = uniqueNames();
  const issues = report.findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map((finding) => {
      const { path, startLine, endLine } = placeOf(finding);
      return {
        type: 'issue',
        check_name: plain(finding.rule),
        description: sentenceOf(finding),
        content: { body: brief(ruleInfo(finding.rule).instead, 2000) },
        categories: ['Security'],
        fingerprint: unique(finding.fingerprint),
        severity: SEVERITY_NAMES[finding.severity],
        location: { path: plain(path), lines: { begin: startLine, end: endLine } },
      };
    });
  const skipped = report.skipped.map(({ what, reason }) => ({
    type: 'issue',
    check_name: 'not-audited',
    description: `not audited: ${brief(reason, 1000)}`,
    categories: ['Security'],
    fingerprint: unique(`not-audited ${brief(what)}`),
    severity: 'info',
    location: { path: brief(what), lines: { begin: 1, end: 1 } },
  }));
  write(jsonText([...issues, ...skipped]));
};

/** GitLab drops one of two issues with the same fingerprint. */
function uniqueNames(): (name: string) => string {
  const seen = new Map<string, number>();
  const taken = new Set<string>();
  return (name) => {
    let count = seen.get(name) ?? 0;
    let made = plain(name);
    for (; taken.has(made); count += 1) made = `${plain(name)}-${count + 1}`;
    seen.set(name, count);
    taken.add(made);
    return made;
  };
}
