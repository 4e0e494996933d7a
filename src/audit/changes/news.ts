import { atLeast, SEVERITIES } from '../../config/levels.ts';
import type { AuditedFiles } from '../audited-files.ts';
import type { Finding, Location, Skipped } from '../finding.ts';
import type { News, ReportBuilder } from '../report-builder.ts';
import type { Changes } from './changes.ts';

/** One of the two runs. */
interface Side {
  builder: Pick<ReportBuilder, 'findings' | 'told' | 'isShown'>;
  files: Pick<AuditedFiles, 'excerpt'>;
}

/**
 * What is new. A finding is known where there was one of the same rule, file and secret that was no less severe, and shown as
 * well; each counts once. Of several that are alike the one is new whose lines are.
 */
export function newsOf(
  now: Side,
  before: Side,
  { changed, renamed, since }: Pick<Changes, 'changed' | 'renamed' | 'since'>,
): News {
  const known = before.builder.findings
    .filter(isTolerated)
    .map((finding) => identified(finding, before, (path) => path));
  const isSame = (one: Identified, other: Identified): boolean =>
    one.identity === other.identity &&
    atLeast(SEVERITIES, other.finding.severity, one.finding.severity) &&
    (before.builder.isShown(other.finding) || !now.builder.isShown(one.finding));
  const mine = (isOpen: boolean) =>
    now.builder.findings
      .filter(({ suppressed }) => (suppressed === undefined) === isOpen)
      .map((finding) => identified(finding, now, (path) => renamed.get(path) ?? path));
  // Of two alike, one of them suppressed, it is the other that may be new.
  const suppressed = unmatched(mine(false), known, isSame);
  const open = unmatched(mine(true), suppressed.left, isSame);
  const asBefore = new Set(before.builder.told.map(textOf));
  return {
    findings: new Set([...suppressed.rest, ...open.rest].map(({ finding }) => finding)),
    isTold: (one) => isAbout(one.what, changed) || !asBefore.has(textOf(one)),
    since,
  };
}

/** What is in a baseline was there all the same; what a comment excused is new where the comment is gone. */
function isTolerated({ suppressed }: Finding): boolean {
  return suppressed === undefined || suppressed.by === 'baseline';
}

interface Identified {
  finding: Finding;
  identity: string;
  lines: string;
}

function identified(finding: Finding, { files }: Side, pathOf: (path: string) => string): Identified {
  const { rule, location, secret } = finding;
  const path = location.kind === 'source' ? pathOf(location.path) : '';
  const identity = JSON.stringify([rule, path, secret.name, secret.kind, secret.fingerprint]);
  return { finding, identity, lines: linesAt(location, files) };
}

/** The line of a finding and the one before it: declarations that are alike stand in stages that are not. */
function linesAt(location: Location, files: Side['files']): string {
  if (location.kind !== 'source') return '';
  const { startLine } = location;
  const above = {
    ...location,
    startLine: startLine - 1,
    endLine: startLine - 1,
    startColumn: 1,
    endColumn: 1,
  };
  const before = startLine === 1 ? undefined : files.excerpt(above);
  return `${before?.text}\n${files.excerpt(location)?.text}`;
}

/** What of some findings has no match in others, and what of those is left: those that stand as before are matched first. */
function unmatched(
  findings: readonly Identified[],
  others: readonly Identified[],
  isSame: (one: Identified, other: Identified) => boolean,
): { rest: Identified[]; left: Identified[] } {
  const inPlace = without(findings, others, (one, other) => one.lines === other.lines && isSame(one, other));
  return without(inPlace.rest, inPlace.left, isSame);
}

/** What of a list has no match in another one, each of which matches once, and what of that is left. */
function without<T>(
  list: readonly T[],
  others: readonly T[],
  isSame: (one: T, other: T) => boolean,
): { rest: T[]; left: T[] } {
  const left = [...others];
  const rest = list.filter((one) => {
    const at = left.findIndex((other) => isSame(one, other));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return { rest, left };
}

function textOf({ what, reason }: Skipped): string {
  return JSON.stringify([what, reason]);
}

/** `Dockerfile`, or a place in it: `build.sh:3:1 (docker build)`. */
function isAbout(what: string, changed: ReadonlySet<string>): boolean {
  return changed.has(what) || changed.has(what.replace(/(?::\d+){0,2}(?: \(.*)?$/s, ''));
}
