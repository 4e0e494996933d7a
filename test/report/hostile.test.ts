import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/audit/finding.ts';
import { isReportFormat, REPORT_FORMATS, reporters } from '../../src/report/index.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { findingOf, hostileReport, reportOf, sourceAt, written } from '../support/reports.ts';
import { sarifSchema, sastSchema } from '../support/schemas.ts';
import { parseXml } from '../support/xml.ts';

/** Line breaks apart, which every format has between its own lines. */
const PLANTED =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFFE\uFFFF\u{E0000}-\u{E007F}\p{Surrogate}]/u;
const LINES = [
  'FROM a',
  'ARG NPM_TOKEN ```',
  'RUN true | ##[x]',
  '\u001b[2J ::error::x',
  '😀'.repeat(200),
  `${'a'.repeat(33)}${'😀'.repeat(20)}`,
];
const RUNS = 30;
const FORMATS = REPORT_FORMATS.filter(isReportFormat);

const all = new Map<string, Reporter>();
beforeAll(async () => {
  for (const format of FORMATS) all.set(format, await reporters[format]());
});

const reporterOf = (format: string): Reporter => all.get(format) ?? (() => {});

const validSarif = sarifSchema();
const validSast = sastSchema();

/** Throws or fails where a report is not what its format says. */
const CHECKS: Readonly<Record<string, (report: string) => void>> = {
  json: (report) => JSON.parse(report),
  sarif: (report) => expect(validSarif(JSON.parse(report)), JSON.stringify(validSarif.errors)).toBe(true),
  gitlab: (report) => {
    const prints = JSON.parse(report).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  },
  'gitlab-sast': (report) =>
    expect(validSast(JSON.parse(report)), JSON.stringify(validSast.errors)).toBe(true),
  junit: (report) => {
    expect(parseXml(report).name).toBe('testsuites');
  },
  github: (report) => {
    for (const line of report.trimEnd().split('\n'))
      expect(line).toMatch(
        /^(?:::(?:error|warning|notice) \w+=[^,:]*(?:,\w+=[^,:]*)*::.*|build-audit: (?:no|\d+) finding.*)$/u,
      );
  },
  markdown: (report) => {
    const outside = report.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, '');
    const rows = outside.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replace(/\\[\s\S]/g, '').split('|').length);
    expect(new Set(cells).size).toBeLessThan(2);
    expect(outside.split('<details>').length).toBe(outside.split('</details>').length);
    expect(outside).not.toMatch(/<script|<!--|(?<!>)@someone|(?<!>)#12|https:\/\/www/);
  },
};

describe.each(FORMATS)('%s', (format) => {
  test('is well-formed, and nothing that was planted works in it', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const all = written(reporterOf(format), report, { lines: LINES });
        expect(all).not.toMatch(PLANTED);
        expect(all).not.toMatch(/##\w*\[/);
        if (format !== 'github') expect(all).not.toMatch(/^\s*::/m);
        CHECKS[format]?.(all);
      }),
      { numRuns: RUNS },
    );
  });

  test('a name of a megabyte is cut, except in the report for programs', () => {
    const name = 'a/b|`\u001b '.repeat(130_000);
    const long: Finding = findingOf({
      message: name,
      location: sourceAt(name, 1, 1, 1, 2),
      flow: [{ label: name, location: sourceAt(name, 1, 1, 1, 2) }],
      related: [{ label: name, location: sourceAt(name, 1, 1, 1, 2) }],
      fixes: [{ title: name, safety: 'safe', edits: [], commands: [] }],
    });
    const skipped = [{ what: name, reason: name }];
    const report = reportOf({ findings: [long], skipped, subjects: [{ kind: 'dockerfile', name }] });
    const all = written(reporterOf(format), report);
    if (format !== 'json') expect(all.length).toBeLessThan(format === 'html' ? 500_000 : 100_000);
    CHECKS[format]?.(all);
  });
});

test('text keeps to its width, whatever it tells', () => {
  fc.assert(
    fc.property(hostileReport, fc.constantFrom(60, 100, 200), (report, width) => {
      const lines = written(reporterOf('text'), report, { lines: LINES, width }).split('\n');
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
