import { expect, test } from 'vitest';
import type { Finding, ImageLocation, Report } from '../../src/audit/finding.ts';
import { sarif, sarifLog } from '../../src/report/sarif.ts';
import { findingOf, reportOf, sourceAt, written } from '../support/reports.ts';
import { sarifSchema } from '../support/schemas.ts';

const valid = sarifSchema();

/** The only run, held against the schema. */
function runOf(report: Report) {
  const log = JSON.parse(written(sarif, report));
  expect(valid(log), JSON.stringify(valid.errors)).toBe(true);
  return log.runs[0];
}

const resultOf = (parts: Partial<Finding>) => runOf(reportOf({ findings: [findingOf(parts)] })).results[0];

const IN_LAYER: ImageLocation = {
  kind: 'image',
  image: 'ghcr.io/acme/shop:1',
  channel: 'layer',
  layer: { index: 3, digest: 'sha256:abc' },
  path: '/app/set tings.json',
  line: 2,
};

test('a finding in a Dockerfile', () => {
  const run = runOf(reportOf({ findings: [findingOf()] }));
  expect(run.columnKind).toBe('utf16CodeUnits');
  expect(run.invocations[0]).toMatchObject({
    executionSuccessful: true,
    startTimeUtc: '1970-01-01T00:00:00.000Z',
  });
  expect(run.results[0]).toMatchObject({
    ruleId: 'secret-in-arg',
    ruleIndex: 0,
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'Dockerfile', uriBaseId: 'SRCROOT', index: 0 },
          region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 14 },
        },
      },
    ],
    partialFingerprints: { 'buildAuditFinding/v1': '0123456789abcdef0123456789abcdef' },
  });
  expect(run.results[0].partialFingerprints).not.toHaveProperty('primaryLocationLineHash');
  expect(run.results[0]).not.toHaveProperty('suppressions');
  const [rule] = run.tool.driver.rules;
  expect(rule).toMatchObject({
    id: 'secret-in-arg',
    name: 'SecretInArg',
    helpUri: expect.stringMatching(/^https:/),
    defaultConfiguration: { level: 'error' },
    properties: { precision: 'high', 'security-severity': '8.0' },
  });
  expect(rule.help.markdown).toContain('## What to do instead');
});

test.each([
  ['my app/Docker#file', 'my%20app/Docker%23file', 'SRCROOT'],
  ['größe\\Dockerfile', 'gr%C3%B6%C3%9Fe/Dockerfile', 'SRCROOT'],
  ['a:b/100%', 'a%3Ab/100%25', 'SRCROOT'],
  ['../Dockerfile', '../Dockerfile', 'SRCROOT'],
  ['/srv/a b/Dockerfile', 'file:///srv/a%20b/Dockerfile', undefined],
  ['C:\\src\\Dockerfile', 'file:///C:/src/Dockerfile', undefined],
  ['half \uD800', 'half%20%EF%BF%BD', 'SRCROOT'],
])('the path %j is %s', (path, uri, uriBaseId) => {
  const { artifactLocation } = resultOf({ location: sourceAt(path, 1, 1, 1, 2) }).locations[0]
    .physicalLocation;
  expect(artifactLocation).toEqual({ uri, index: 0, ...(uriBaseId && { uriBaseId }) });
});

test('a finding in an image is shown where it was made, else at a path that names it', () => {
  const made = resultOf({ location: IN_LAYER, origin: { path: 'Dockerfile', startLine: 4, endLine: 6 } });
  expect(made.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'Dockerfile' },
    region: { startLine: 4, endLine: 6 },
  });
  const found = resultOf({ location: IN_LAYER });
  expect(found.locations[0].physicalLocation.artifactLocation).toEqual({
    uri: 'ghcr.io/acme/shop%3A1/app/set%20tings.json',
    index: 0,
  });
  expect(found.locations[0].logicalLocations).toEqual([
    { kind: 'image', name: 'ghcr.io/acme/shop:1', fullyQualifiedName: 'ghcr.io/acme/shop:1' },
    { kind: 'layer', name: 'sha256:abc', fullyQualifiedName: 'ghcr.io/acme/shop:1!sha256:abc' },
    {
      kind: 'resource',
      name: '/app/set tings.json',
      fullyQualifiedName: 'ghcr.io/acme/shop:1!sha256:abc!/app/set tings.json',
    },
  ]);
  expect(found.message.text).toContain('In ghcr.io/acme/shop:1: layer 3 /app/set tings.json:2.');
  expect(found.partialFingerprints.primaryLocationLineHash).toMatch(/:1$/);
});

test('its way, other places, what mends it and what suppresses it', () => {
  const location = sourceAt('Dockerfile', 2, 5, 2, 14);
  const other = sourceAt('build.sh', 7, 1, 7, 9);
  const run = runOf(
    reportOf({
      findings: [
        findingOf({ suppressed: { by: '# audit: ignore', reason: 'a test' } }),
        findingOf({
          message: 'Uses [x](1).',
          flow: [
            { label: 'passed', location: other },
            { label: 'declared', location },
          ],
          related: [{ label: 'passed [here]', location: other }],
          fixes: [
            {
              title: 'Mount it',
              safety: 'review',
              edits: [
                { path: 'Dockerfile', startLine: 2, startColumn: 1, endLine: 3, endColumn: 1, text: '' },
                {
                  path: 'Dockerfile',
                  startLine: 4,
                  startColumn: 5,
                  endLine: 4,
                  endColumn: 5,
                  text: '--mount\n',
                },
                { path: 'build.sh', startLine: 7, startColumn: 1, endLine: 7, endColumn: 9, text: 'x' },
              ],
              commands: ['docker build --secret id=x .'],
            },
            { title: 'Rotate it', safety: 'review', edits: [], commands: ['rotate'] },
          ],
        }),
      ],
    }),
  );
  const [open, suppressed] = run.results;
  expect(suppressed.suppressions).toEqual([
    { kind: 'inSource', status: 'accepted', justification: 'a test (# audit: ignore)' },
  ]);
  expect(open.suppressions).toEqual([]);
  expect(open.message.text).toBe('Uses \\[x\\](1). See [passed \\[here\\]](1).');
  expect(open.relatedLocations).toMatchObject([{ id: 1, message: { text: 'passed \\[here\\]' } }]);
  const steps = open.codeFlows[0].threadFlows[0].locations;
  expect(steps.map((step: { location: { message: object } }) => step.location.message)).toEqual([
    { text: 'passed' },
    { text: 'declared' },
  ]);
  expect(open.fixes).toHaveLength(1);
  expect(open.fixes[0].artifactChanges).toMatchObject([
    {
      artifactLocation: { uri: 'Dockerfile' },
      replacements: [
        { deletedRegion: { startLine: 2, endLine: 3, endColumn: 1 } },
        { insertedContent: { text: '--mount\n' } },
      ],
    },
    { artifactLocation: { uri: 'build.sh' } },
  ]);
  expect(open.properties.commands).toEqual(['docker build --secret id=x .', 'rotate']);
});

test('what was not audited, and notes', () => {
  const { invocations } = runOf(
    reportOf({ skipped: [{ what: 'a/Dockerfile', reason: 'no' }], notes: [{ what: 'b', reason: 'so' }] }),
  );
  expect(invocations[0].executionSuccessful).toBe(false);
  expect(invocations[0].toolExecutionNotifications).toEqual([
    { descriptor: { id: 'not-audited' }, level: 'error', message: { text: 'a/Dockerfile: no' } },
    { descriptor: { id: 'note' }, level: 'note', message: { text: 'b: so' } },
  ]);
});

test('GitHub takes 25,000 results, 1,000 places and 10,000 steps: the worst are kept, and what is left out is told', () => {
  const low = Array.from({ length: 25_000 }, () => findingOf({ severity: 'low' }));
  const step = { label: 'x', location: sourceAt('Dockerfile', 1, 1, 1, 2) };
  const worst = findingOf({
    severity: 'critical',
    related: Array.from({ length: 1200 }, () => step),
    flow: Array.from({ length: 11_000 }, () => step),
  });
  const run = sarifLog(reportOf({ findings: [...low, worst] }), undefined).runs[0];
  const [first] = run?.results ?? [];
  expect(run?.results).toHaveLength(25_000);
  expect(first?.level).toBe('error');
  expect(first?.relatedLocations).toHaveLength(100);
  expect(first?.message.text).toContain('and 1195 more, 1100 of them left out here');
  expect(first?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(1000);
  expect(JSON.stringify(first?.codeFlows)).toContain('10000 more steps');
  const told = run?.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text) ?? [];
  expect(told.join('\n')).toMatch(/^1 more are left out.*\n.*worst 5,000/);
});
