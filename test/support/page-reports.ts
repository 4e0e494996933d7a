import type { Finding, Fix, ImageLocation, Report, SourceLocation } from '../../src/audit/finding.ts';
import type { Excerpt } from '../../src/audit/source-excerpt.ts';
import { SEVERITIES } from '../../src/config/levels.ts';
import type { ReportIo } from '../../src/report/reporter.ts';

/** Of a hand-made report: what stands in all its names, paths and messages. */
type Word = (what: string) => string;

export function source(path: string, startLine: number, startColumn = 1, endColumn = 20): SourceLocation {
  return { kind: 'source', path, startLine, startColumn, endLine: startLine, endColumn };
}

function inLayer(image: string, index: number, path: string, state?: ImageLocation['state']): ImageLocation {
  const digest = `sha256:${`${index}`.padStart(64, 'a')}`;
  const layer = { index, digest };
  return {
    kind: 'image',
    image,
    platform: 'linux/amd64',
    channel: 'layer',
    layer,
    path,
    line: 1,
    ...(state && { state }),
  };
}

export function finding(given: Partial<Finding> = {}): Finding {
  return {
    rule: 'secret-in-arg',
    severity: 'high',
    confidence: 'certain',
    message: 'Build argument TOKEN carries a secret.',
    location: source('Dockerfile', 3, 5, 10),
    related: [],
    flow: [],
    secret: {
      name: 'TOKEN',
      redacted: '<value of TOKEN, not in the text>',
      fingerprint: 'a',
      validity: 'unknown',
    },
    fingerprint: 'f',
    fixes: [],
    ...given,
  };
}

export function reportOf(findings: readonly Finding[], given: Partial<Report> = {}): Report {
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const of = (level: string) => open.filter(({ severity }) => severity === level).length;
  return {
    schemaVersion: 1,
    tool: { name: 'build-audit', version: '1.2.3' },
    complete: true,
    subjects: [{ kind: 'dockerfile', name: 'Dockerfile' }],
    skipped: [],
    notes: [],
    findings: [...findings],
    summary: {
      critical: of('critical'),
      high: of('high'),
      medium: of('medium'),
      low: of('low'),
      suppressed: findings.length - open.length,
    },
    ...given,
  };
}

/** Everything that a report can hold, so many times over; `word` has its way with every text. */
export function fullReport(times = 1, word: Word = (what) => what): Report {
  const findings = Array.from({ length: times }, (_, at) => secretFindings(at, word)).flat();
  return reportOf(findings, {
    complete: false,
    subjects: [
      { kind: 'dockerfile', name: word('shop/Dockerfile') },
      { kind: 'build', name: word('build.sh:6:1 (docker build)') },
      { kind: 'image', name: word('registry.example.com/shop:1'), digest: word(`sha256:${'b'.repeat(64)}`) },
    ],
    skipped: [{ what: word('old.tar'), reason: word('it is cut short after 512 bytes') }],
    notes: [{ what: word('2 more findings'), reason: word('less than likely') }],
  });
}

function secretFindings(at: number, word: Word): Finding[] {
  const dockerfile = word('shop/Dockerfile');
  const image = word('registry.example.com/shop:1');
  const severity = SEVERITIES[at % SEVERITIES.length] ?? 'low';
  const secret: Finding['secret'] = {
    name: word(`TOKEN_${at}`),
    redacted: word(`<value of TOKEN_${at}, not in the text>`),
    fingerprint: `secret-${at}`,
    validity: 'unknown',
  };
  const declared = { label: word(`build argument TOKEN_${at}`), location: source(dockerfile, 3, 5, 10) };
  const env = { label: word(`ENV TOKEN_${at}, kept in the image config`), location: source(dockerfile, 4) };
  const npmrc = inLayer(image, 1 + (at % 3), word('/root/.npmrc'), 'deleted');
  const common = { severity, secret, fingerprint: `finding-${at}` };
  return [
    finding({
      ...common,
      flow: [declared, env],
      fixes: [fix(dockerfile, word)],
      location: declared.location,
    }),
    finding({
      ...common,
      rule: 'rotating-cache-key',
      location: declared.location,
      message: word('Each new value runs 2 steps again.'),
      related: [5, 6].map((line) => ({ label: 'run again', location: source(dockerfile, line) })),
    }),
    finding({
      ...common,
      rule: 'credential-in-layer',
      message: word('The file holds a credential, and deleting it in layer 4 does not take it back.'),
      location: npmrc,
      related: [{ label: 'deleted here', location: inLayer(image, 4, word('/root/.npmrc')) }],
      flow: [declared, { label: word('written to /root/.npmrc'), location: source(dockerfile, 5) }],
      origin: { path: dockerfile, startLine: 5, endLine: 5 },
    }),
    finding({
      ...common,
      rule: word('a-rule-of-its-own'),
      location: {
        kind: 'image',
        image,
        channel: 'config.env',
        pointer: 'config.Env[1]',
        name: word('TOKEN'),
      },
      ...(at % 3 === 0 && { suppressed: { by: word('# audit: ignore'), reason: word('a test token') } }),
    }),
  ];
}

function fix(path: string, word: Word): Fix {
  const { kind: _, ...declaration } = { ...source(path, 3, 1, 1), endLine: 4 };
  const { kind: __, ...run } = source(path, 5, 5, 5);
  return {
    title: word('Mount the token as a secret'),
    safety: 'review',
    edits: [
      { ...declaration, text: '' },
      { ...run, text: word('--mount=type=secret,id=token,env=TOKEN ') },
    ],
    commands: [word('docker build --secret id=token,env=TOKEN .')],
  };
}

const LINES = [
  '# syntax=docker/dockerfile:1',
  'FROM node:22',
  'ARG TOKEN',
  'ENV TOKEN=$TOKEN',
  'RUN npm ci',
  'COPY . .',
  'RUN npm run build',
];

/** What reporters ask, answered from a small Dockerfile, or from `lines`. */
export function ioOf(lines: readonly string[] = LINES): Omit<ReportIo, 'write'> {
  return { width: 80, colour: false, excerpt: (location) => excerptIn(lines, location) };
}

function excerptIn(lines: readonly string[], location: Finding['location']): Excerpt | undefined {
  if (location.kind !== 'source') return undefined;
  const { startLine, startColumn, endLine, endColumn } = location;
  const line = Math.min(startLine, lines.length);
  const text = lines[line - 1] ?? '';
  const isThere = startLine <= lines.length;
  const start = isThere ? Math.min(startColumn - 1, text.length) : text.length;
  return {
    line,
    text,
    start,
    end: endLine > startLine || !isThere ? text.length : Math.min(endColumn - 1, text.length),
  };
}
