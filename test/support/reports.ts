import fc from 'fast-check';
import type {
  Channel,
  Finding,
  Fix,
  ImageLocation,
  Location,
  Report,
  SourceLocation,
} from '../../src/audit/finding.ts';
import { CONFIDENCES, SEVERITIES } from '../../src/config/levels.ts';
import type { Reporter, ReportIo } from '../../src/report/reporter.ts';

/** What a name, a path or a message may hold to break out of where it stands. */
const PLANTS = [
  '\u001b[31m',
  '\u009b2J',
  '\u0007',
  '\r',
  '\n',
  '\n::error::planted\n',
  '::set-output name=a::b',
  '##[add-mask]a',
  '##vso[task.complete]',
  '%0A',
  '%',
  '|',
  '`',
  '```',
  '\n\n# heading',
  '</details>',
  '<script>',
  '<!--',
  ']]>',
  '&amp;',
  '"',
  "'",
  '\\',
  '\\|',
  '[a](javascript:b)',
  '@someone',
  '#12',
  'https://www.example.com',
  '\u202E',
  '\u2066',
  '\u200B',
  '\uFEFF',
  '\uFFFF',
  '\uD800',
  '\uDC00',
  '\u{E0041}',
  '\u0000',
  'ünï cödé',
  '😀',
  'a b',
  'C:\\x',
  '../..',
];

const text = fc
  .array(fc.oneof(fc.constantFrom(...PLANTS), fc.string({ maxLength: 6 })), { maxLength: 4 })
  .map((pieces) => pieces.join(''));
const filled = text.map((one) => `x${one}`);
const ordinal = fc.integer({ min: 1, max: 40 });

const sourceLocation: fc.Arbitrary<SourceLocation> = fc
  .record({ path: filled, line: ordinal, column: ordinal, lines: fc.nat(2), width: fc.nat(20) })
  .map(({ path, line, column, lines, width }) => ({
    kind: 'source',
    path,
    startLine: line,
    startColumn: column,
    endLine: line + lines,
    endColumn: column + width,
  }));

const channel = fc.constantFrom<Channel[]>('layer', 'config.env', 'history', 'unreferenced-blob');
const imageLocation: fc.Arbitrary<ImageLocation> = fc.record(
  {
    kind: fc.constant('image' as const),
    image: filled,
    channel,
    platform: text,
    pointer: text,
    name: text,
    layer: fc.record({ index: fc.nat(9) }),
    path: filled.map((one) => `/${one}`),
    line: ordinal,
    state: fc.constantFrom('final' as const, 'deleted' as const),
    base: text,
  },
  { requiredKeys: ['kind', 'image', 'channel'] },
);

const location: fc.Arbitrary<Location> = fc.oneof(sourceLocation, imageLocation);
const labelled = fc.record({ label: text, location });
const fix: fc.Arbitrary<Fix> = fc.record({
  title: filled,
  safety: fc.constantFrom('safe' as const, 'review' as const),
  edits: fc.array(
    fc.tuple(sourceLocation, text).map(([{ kind: _, ...place }, replaced]) => ({ ...place, text: replaced })),
    { maxLength: 2 },
  ),
  commands: fc.array(text, { maxLength: 2 }),
});
const fingerprint = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });

const finding: fc.Arbitrary<Finding> = fc.record(
  {
    rule: fc.constantFrom('secret-in-arg', 'credential-in-layer', 'rotating-cache-key'),
    severity: fc.constantFrom(...SEVERITIES),
    confidence: fc.constantFrom(...CONFIDENCES),
    message: filled,
    location,
    related: fc.array(labelled, { maxLength: 3 }),
    flow: fc.array(labelled, { maxLength: 3 }),
    secret: fc.record(
      {
        name: text,
        kind: text,
        redacted: text,
        fingerprint,
        validity: fc.constantFrom('valid' as const, 'unknown' as const),
      },
      { requiredKeys: ['redacted', 'fingerprint', 'validity'] },
    ),
    fingerprint,
    fixes: fc.array(fix, { maxLength: 2 }),
    origin: fc.record({ path: filled, startLine: fc.constant(2), endLine: fc.constant(3) }),
    suppressed: fc.record({ by: text, reason: text }),
  },
  {
    requiredKeys: [
      'rule',
      'severity',
      'confidence',
      'message',
      'location',
      'related',
      'flow',
      'secret',
      'fingerprint',
      'fixes',
    ],
  },
);

const remarks = fc.array(fc.record({ what: text, reason: filled }), { maxLength: 2 });

/** Reports whose every name, path and sentence is hostile. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    findings: fc.array(finding, { maxLength: 4 }),
    skipped: remarks,
    notes: remarks,
    names: fc.array(filled, { maxLength: 2 }),
  })
  .map(({ names, ...parts }) =>
    reportOf({ ...parts, subjects: names.map((name) => ({ kind: 'dockerfile', name })) }),
  );

/** A report with what it says of itself in order. */
export function reportOf(parts: Partial<Report>): Report {
  const { findings = [], skipped = [], notes = [], subjects = [] } = parts;
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const of = (level: Finding['severity']) => open.filter(({ severity }) => severity === level).length;
  return {
    schemaVersion: 1,
    tool: { name: 'build-audit', version: '1.2.3' },
    complete: skipped.length === 0,
    subjects,
    skipped,
    notes,
    findings,
    summary: {
      critical: of('critical'),
      high: of('high'),
      medium: of('medium'),
      low: of('low'),
      suppressed: findings.length - open.length,
    },
  };
}

/** A finding that nothing is strange about. */
export function findingOf(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'secret-in-arg',
    severity: 'high',
    confidence: 'likely',
    message: 'Build argument NPM_TOKEN carries a secret, as its name says.',
    location: sourceAt('Dockerfile', 2, 5, 2, 14),
    related: [],
    flow: [],
    secret: {
      name: 'NPM_TOKEN',
      redacted: '<value of NPM_TOKEN, not in the text>',
      fingerprint: 'a'.repeat(32),
      validity: 'unknown',
    },
    fingerprint: '0123456789abcdef0123456789abcdef',
    fixes: [],
    ...parts,
  };
}

export function sourceAt(
  path: string,
  startLine: number,
  startColumn: number,
  endLine: number,
  endColumn: number,
): SourceLocation {
  return { kind: 'source', path, startLine, startColumn, endLine, endColumn };
}

/** What a reporter writes, the lines of its source given. */
export function written(
  reporter: Reporter,
  report: Report,
  { lines = [], ...io }: Partial<ReportIo> & { lines?: readonly string[] } = {},
): string {
  let all = '';
  reporter(report, {
    write: (piece) => {
      all += piece;
    },
    width: 80,
    colour: false,
    excerpt: (at) => {
      const line = at.kind === 'source' ? lines[at.startLine - 1] : undefined;
      if (at.kind !== 'source' || line === undefined) return undefined;
      return { line: at.startLine, text: line, start: at.startColumn - 1, end: at.endColumn - 1 };
    },
    times: { started: new Date(0), ended: new Date(1000) },
    ...io,
  });
  return all;
}
