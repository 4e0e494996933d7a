import type { Finding, Labelled, Report } from '../audit/finding.ts';
import { locationPlace, placeOf, sentenceOf } from './file-place.ts';
import { previewFix } from './fix-preview.ts';
import { jsonText } from './json-text.ts';
import { placeName } from './place.ts';
import { brief, plain, shorten } from './plain-text.ts';
import type { Reporter, ReportIo } from './reporter.ts';
import { ruleInfo } from './rule-info.ts';

/** Every GitLab from 16 on takes it. */
const SCHEMA_VERSION = '15.0.6';
const LONGEST_NAME = 255;
const LONGEST_SOLUTION = 7000;
const MOST_PLACES = 100;
const LONGEST_LABEL = 500;

/** GitLab's report of security scanners, `artifacts: reports: sast`. */
export const gitlabSast: Reporter = (report, { write, times, excerpt }) => {
  const { started, ended } = times ?? { started: new Date(0), ended: new Date(0) };
  const scanner = { ...report.tool, id: report.tool.name, vendor: { name: report.tool.name } };
  const identify = identifiers();
  const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
  write(
    jsonText({
      version: SCHEMA_VERSION,
      scan: {
        analyzer: scanner,
        scanner,
        type: 'sast',
        start_time: seconds(started),
        end_time: seconds(ended),
        status: report.subjects.length === 0 && !report.complete ? 'failure' : 'success',
        messages: messages(report),
      },
      vulnerabilities: open.map((finding, index) => vulnerability(finding, index, { excerpt, identify })),
    }),
  );
};

interface Tools extends Pick<ReportIo, 'excerpt'> {
  identify(finding: Finding): string;
}

function vulnerability(finding: Finding, index: number, { excerpt, identify }: Tools) {
  const { rule, severity, confidence, fixes } = finding;
  const { title, why, instead, url, references } = ruleInfo(rule);
  const place = placeOf(finding);
  const links = references.filter((one) => /^https?:\/\//.test(one));
  const solution = [...fixes.map((fix) => `${plain(fix.title)}.`), plain(instead)].join(' ').trim();
  return {
    id: identifier(finding.fingerprint, index),
    name: brief(title, LONGEST_NAME),
    description: `${sentenceOf(finding)}\n\n${plain(why)}`,
    severity: capital(severity),
    solution: shorten(solution, LONGEST_SOLUTION),
    identifiers: [
      {
        type: 'build_audit_rule',
        name: `build-audit ${plain(rule)}`,
        value: identify(finding),
        ...(url !== undefined && { url }),
      },
    ],
    links: links.map((one) => ({ url: one })),
    location: { file: plain(place.path), start_line: place.startLine, end_line: place.endLine },
    details: details(finding, excerpt),
    ...(confidence === 'possible' && {
      flags: [
        {
          type: 'flagged-as-likely-false-positive',
          origin: 'build-audit',
          description: 'Found by a name or a shape that other things have as well: it is possible, not more.',
        },
      ],
    }),
  };
}

/** GitLab takes two of the same identifier at the same lines for one: the second is told apart by its secret. */
function identifiers(): Tools['identify'] {
  const taken = new Set<string>();
  return (finding) => {
    const { path, startLine, endLine } = placeOf(finding);
    const rule = plain(finding.rule);
    const name = brief(finding.secret.name ?? finding.secret.kind ?? 'secret');
    const candidates = [rule, `${rule}: ${name}`, `${rule}: ${plain(finding.fingerprint)}`];
    const at = (value: string): string => JSON.stringify([path, startLine, endLine, value]);
    const value = candidates.find((one) => !taken.has(at(one))) ?? `${rule}: ${taken.size}`;
    taken.add(at(value));
    return value;
  };
}

function details({ secret, confidence, flow, related, fixes }: Finding, excerpt: ReportIo['excerpt']) {
  const what = [secret.name, secret.kind, secret.redacted, secret.validity].filter(
    (one) => one !== undefined,
  );
  const [fix] = fixes;
  const hunk = fix && previewFix(fix, excerpt)?.[0];
  return {
    secret: { name: 'Secret', type: 'text', value: what.map((one) => brief(one)).join(', ') },
    confidence: { name: 'Confidence', type: 'value', value: confidence },
    ...(flow.length > 0 && { way: { name: 'Its way', type: 'list', items: places(flow) } }),
    ...(related.length > 0 && { related: { name: 'Other places', type: 'list', items: places(related) } }),
    ...(fix !== undefined &&
      hunk !== undefined && {
        fix: {
          name: `Fix${fix.safety === 'review' ? ', to be reviewed' : ''}`,
          description: brief(fix.title),
          type: 'diff',
          before: hunk.before.join('\n'),
          after: hunk.after.join('\n'),
        },
      }),
  };
}

/** Each as what it is, then where. */
function places(steps: readonly Labelled[]) {
  const items = steps.slice(0, MOST_PLACES).flatMap(({ label, location }) => {
    const { path, startLine, endLine } = locationPlace(location);
    const said = brief(label, LONGEST_LABEL);
    return location.kind === 'image' || path === ''
      ? [text(`${said}: ${shorten(placeName(location))}`)]
      : [
          text(said),
          { type: 'file-location', file_name: plain(path), line_start: startLine, line_end: endLine },
        ];
  });
  const left = steps.length - MOST_PLACES;
  return left > 0 ? [...items, text(`${left} more`)] : items;
}

function text(value: string) {
  return { type: 'text', value };
}

function messages({ skipped, notes }: Report) {
  const said = (level: string) => (one: Report['notes'][number]) => ({
    level,
    value: `${brief(one.what)}: ${brief(one.reason, 2000)}`,
  });
  return [...skipped.map(said('warn')), ...notes.map(said('info'))];
}

/** A fingerprint in the form of a UUID, as GitLab recommends. */
function identifier(fingerprint: string, index: number): string {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(fingerprint);
  return parts === null ? `${plain(fingerprint)}-${index}` : parts.slice(1).join('-');
}

/** `2026-01-31T12:00:00`, in UTC. */
function seconds(date: Date): string {
  return date.toISOString().slice(0, 19);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
