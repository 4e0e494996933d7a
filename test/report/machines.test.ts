import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../src/audit/engine.ts';
import type { Finding } from '../../src/audit/finding.ts';
import { sourceRules } from '../../src/audit/source-rules.ts';
import { github } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { gitlabSast } from '../../src/report/gitlab-sast.ts';
import { isReportFormat, REPORT_FORMATS, reporters } from '../../src/report/index.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { text } from '../../src/report/text.ts';
import { credential, fillIn } from '../support/examples.ts';
import { findingOf, reportOf, sourceAt, written } from '../support/reports.ts';
import { parseXml } from '../support/xml.ts';

const SUPPRESSED = findingOf({ suppressed: { by: '# audit: ignore', reason: 'a test' } });
const SKIPPED = [{ what: 'b/Dockerfile', reason: 'does not exist' }];
const LINES = ['FROM a', 'ARG NPM_TOKEN', 'RUN npm ci'];
const FIXED: Finding = findingOf({
  fixes: [
    {
      title: 'Mount the secret',
      safety: 'safe',
      edits: [
        { path: 'Dockerfile', startLine: 2, startColumn: 1, endLine: 3, endColumn: 1, text: '' },
        {
          path: 'Dockerfile',
          startLine: 3,
          startColumn: 5,
          endLine: 3,
          endColumn: 5,
          text: '--mount=type=secret,id=npm_token ',
        },
      ],
      commands: ['docker build --secret id=npm_token .'],
    },
  ],
});

describe('github', () => {
  test('an annotation a finding, the worst first, and nothing for what is suppressed', () => {
    const low = findingOf({
      severity: 'low',
      message: '100%, done: yes\nno',
      location: sourceAt('a,b:c%', 1, 3, 2, 4),
    });
    const report = reportOf({ findings: [low, SUPPRESSED, findingOf()], skipped: SKIPPED });
    expect(written(github, report).split('\n')).toEqual([
      '::error file=Dockerfile,line=2,endLine=2,col=5,endColumn=13,title=Build argument carries a secret%3A NPM_TOKEN (secret-in-arg%2C high)::Build argument NPM_TOKEN carries a secret, as its name says.',
      '::notice file=a%2Cb%3Ac%25,line=1,endLine=2,title=Build argument carries a secret%3A NPM_TOKEN (secret-in-arg%2C low)::100%25, done: yes\\u000ano',
      '::warning title=not audited::b/Dockerfile: does not exist',
      'build-audit: 2 findings (1 high, 1 low); the audit is not complete',
      '',
    ]);
  });
});

describe('gitlab', () => {
  test('an issue a finding, each with a fingerprint of its own, and what was not audited', () => {
    const report = reportOf({ findings: [findingOf(), findingOf(), SUPPRESSED], skipped: SKIPPED });
    const issues = JSON.parse(written(gitlab, report));
    expect(issues).toMatchObject([
      {
        check_name: 'secret-in-arg',
        severity: 'critical',
        fingerprint: '0123456789abcdef0123456789abcdef',
        location: { path: 'Dockerfile', lines: { begin: 2, end: 2 } },
      },
      { fingerprint: '0123456789abcdef0123456789abcdef-1' },
      { check_name: 'not-audited', severity: 'info', location: { path: 'b/Dockerfile' } },
    ]);
  });
});

describe('gitlab-sast', () => {
  test('a vulnerability a finding, with its fix as a diff', () => {
    const possible = { ...FIXED, confidence: 'possible' } as const;
    const report = reportOf({ findings: [possible, SUPPRESSED], skipped: SKIPPED });
    const { scan, vulnerabilities } = JSON.parse(written(gitlabSast, report, { lines: LINES }));
    expect(scan).toMatchObject({
      start_time: '1970-01-01T00:00:00',
      end_time: '1970-01-01T00:00:01',
      messages: [{ level: 'warn', value: 'b/Dockerfile: does not exist' }],
    });
    expect(vulnerabilities).toHaveLength(1);
    expect(vulnerabilities[0]).toMatchObject({
      id: '01234567-89ab-cdef-0123-456789abcdef',
      severity: 'High',
      identifiers: [{ type: 'build_audit_rule', value: 'secret-in-arg' }],
      location: { file: 'Dockerfile', start_line: 2, end_line: 2 },
      flags: [{ type: 'flagged-as-likely-false-positive' }],
      details: {
        fix: {
          type: 'diff',
          before: 'ARG NPM_TOKEN\nRUN npm ci',
          after: 'RUN --mount=type=secret,id=npm_token npm ci',
        },
      },
    });
  });
});

test('gitlab-sast: two secrets of one line stay two', () => {
  const other = findingOf({ secret: { ...findingOf().secret, name: 'OTHER' } });
  const report = reportOf({
    findings: [findingOf(), other, other, other, findingOf({ location: sourceAt('b', 1, 1, 1, 2) })],
  });
  const { vulnerabilities } = JSON.parse(written(gitlabSast, report));
  const values = vulnerabilities.map(
    (one: { identifiers: { value: string }[] }) => one.identifiers[0]?.value,
  );
  expect(values).toEqual([
    'secret-in-arg',
    'secret-in-arg: OTHER',
    'secret-in-arg: 0123456789abcdef0123456789abcdef',
    'secret-in-arg: 3',
    'secret-in-arg',
  ]);
});

describe('junit', () => {
  test('a suite a subject, a test a finding', () => {
    const report = reportOf({
      subjects: [
        { kind: 'dockerfile', name: 'Dockerfile' },
        { kind: 'dockerfile', name: 'clean/Dockerfile' },
      ],
      findings: [findingOf({ message: 'a < b & "c"\u0000' }), SUPPRESSED],
      skipped: SKIPPED,
    });
    const root = parseXml(written(junit, report));
    expect(root.attributes).toMatchObject({ tests: '4', failures: '1', errors: '1', skipped: '1' });
    expect(root.children.map(({ attributes }) => attributes['name'])).toEqual([
      'Dockerfile',
      'clean/Dockerfile',
      'build-audit',
    ]);
    const [failed, skipped] = root.children[0]?.children ?? [];
    expect(failed?.attributes).toMatchObject({
      name: 'secret-in-arg: NPM_TOKEN at Dockerfile:2:5',
      file: 'Dockerfile',
      line: '2',
    });
    expect(failed?.children[0]).toMatchObject({
      name: 'failure',
      attributes: { message: 'high: a < b & "c"\\u0000', type: 'secret-in-arg' },
    });
    expect(skipped?.children[0]?.name).toBe('skipped');
    expect(root.children[1]?.children[0]?.children).toEqual([]);
  });
});

describe('markdown', () => {
  test('a table, the way and the fix', () => {
    const report = reportOf({
      findings: [{ ...FIXED, flow: [{ label: 'ARG a|b', location: sourceAt('Dockerfile', 2, 5, 2, 6) }] }],
    });
    const page = written(markdown, report, { lines: LINES });
    expect(page).toContain(
      '| 🟠 high | <code>NPM_TOKEN</code> | <code>Dockerfile:2:5</code> | secret-in-arg | yes |',
    );
    expect(page).toContain('1. <code>Dockerfile:2:5</code> ARG a\\|b');
    expect(page).toContain(
      '```diff\n- ARG NPM_TOKEN\n- RUN npm ci\n+ RUN --mount=type=secret,id=npm_token npm ci\n```',
    );
    expect(page).toContain('```sh\ndocker build --secret id=npm_token .\n```');
  });

  test('keeps to its limit, and says what is left out', () => {
    const findings = Array.from({ length: 3000 }, (_, at) => {
      const fingerprint = at.toString(16).padStart(32, '0');
      return findingOf({ secret: { ...findingOf().secret, fingerprint } });
    });
    for (const limit of [undefined, 2000, 1024 * 1024]) {
      const page = written(markdown, reportOf({ findings }), limit === undefined ? {} : { limit });
      expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit ?? 65_536);
      if (limit !== 1024 * 1024) expect(page).toMatch(/Left out.* \d+ of 3000 rows/);
    }
  });
});

test('text says what can be mended', () => {
  const page = written(text, reportOf({ findings: [FIXED, findingOf()] }), { lines: LINES });
  expect(page).toContain('fix: Mount the secret (--fix)');
  expect(page).toMatch(/^high: .*\n.*\n.*\n1 finding can be mended: --diff shows how, --fix writes it\n$/m);
});

test('no report of a Dockerfile with secrets holds one of them', async () => {
  const engine = createEngine();
  const token = credential('github-pat-classic');
  const file = [
    ...sourceRules.map(({ examples }) => fillIn(examples.bad[0] ?? '')),
    `FROM alpine\nARG ${token}\nENV API_KEY=canary-Umbrella-7319 X_${token}=1`,
    `RUN curl https://user:canary-Umbrella-7319@example.com/${token} > /t`,
  ].join('\n');
  const { findings, skipped, notes, excerpt } = auditDockerfile('Dockerfile', file, engine);
  const report = reportOf({
    findings,
    skipped,
    notes,
    subjects: [{ kind: 'dockerfile', name: 'Dockerfile' }],
  });
  expect(findings.length).toBeGreaterThan(20);
  const fix = { title: 'x', safety: 'safe' as const, commands: [] };
  const edits = [
    { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 90, endColumn: 1, text: 'FROM a\n' },
  ];
  report.findings.push(findingOf({ fixes: [{ ...fix, edits }] }));
  for (const format of REPORT_FORMATS.filter(isReportFormat)) {
    const all = written(await reporters[format](), report, {
      excerpt: (at) => (at.kind === 'source' ? excerpt(at) : undefined),
    });
    for (const secret of [token, 'canary-Umbrella-7319'])
      for (let at = 0; at + 8 <= secret.length; at += 1) expect(all).not.toContain(secret.slice(at, at + 8));
  }
});
