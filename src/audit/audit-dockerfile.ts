import { Secret } from '../credentials/secret.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { SourceText, Span } from '../dockerfile/source-text.ts';
import type { Stages } from '../dockerfile/stages.ts';
import type { ContextStores } from '../flow/context-stores.ts';
import { buildFinding, type FindingContext } from './build-finding.ts';
import { storesByName } from './context-stores.ts';
import { dockerfileFacts } from './dockerfile-facts.ts';
import type { Engine } from './engine.ts';
import type { Finding, Skipped, SourceLocation } from './finding.ts';
import { describeIgnores, describeProblems } from './parse-problems.ts';
import { Scrubber } from './scrubber.ts';
import { type Excerpt, sourceExcerpt } from './source-excerpt.ts';
import { sourceRules } from './source-rules.ts';
import { Suppressor } from './suppressor.ts';

export interface DockerfileAudit {
  findings: Finding[];
  /** What the builder would refuse: read all the same, but in doubt. */
  skipped: Skipped[];
  notes: Skipped[];
  /** The masked line that a location of this file begins on. */
  excerpt(location: SourceLocation): Excerpt;
}

const RULE_IDS: ReadonlySet<string> = new Set(sourceRules.map(({ id }) => id));

export interface DockerfileOptions {
  /** What COPY and ADD bring in from the build context; else judged by names. */
  context?: ContextStores;
  /** The stage to build, by name or number; else the last. */
  target?: string;
}

/**
 * Audits one Dockerfile. Never throws on any text.
 *
 * @param path as it is to stand in the report
 */
export function auditDockerfile(
  path: string,
  text: string,
  { scanner, key }: Engine,
  { context = storesByName, target }: DockerfileOptions = {},
): DockerfileAudit {
  const file = parseDockerfile(path, text);
  const facts = dockerfileFacts(file, { scanner, context, ...(target !== undefined && { target }) });
  const scrubber = new Scrubber(key);
  for (const { secret, span, encoded } of facts.literals) {
    scrubber.add(secret);
    if (encoded !== undefined) scrubber.add(new Secret(text.slice(span.start, span.end)));
  }
  for (const { literal } of facts.secrets) if (literal !== undefined) scrubber.add(literal.secret);
  const place: FindingContext<Span> = { key, scrubber, locate: (span) => locate(file.source, span) };
  const suppressor = new Suppressor(file, RULE_IDS);
  const findings = sourceRules.flatMap((rule) =>
    Array.from(rule.check(facts), (problem) =>
      buildFinding(rule, problem, place, suppressor.suppression(rule.id, problem)),
    ),
  );
  const { skipped, notes } = describeProblems(file, facts.trace);
  if (facts.trace.target === undefined && target !== undefined)
    skipped.push(noTarget(path, target, facts.trace));
  notes.push(...describeIgnores(file, suppressor.bad, suppressor.unmatched));
  const clean = ({ what, reason }: Skipped) => ({ what, reason: scrubber.scrub(reason) });
  const masked = [...facts.literals.map(({ span }) => span), ...scrubber.occurrences(text)];
  return {
    findings: findings.sort(bySourceOrder),
    skipped: skipped.map(clean),
    notes: notes.map(clean),
    excerpt: (location) => sourceExcerpt(file.source, spanOf(file.source, location), masked),
  };
}

function noTarget(what: string, target: string, { stages }: Stages): Skipped {
  const names = stages.map(({ name, index }) => name ?? `${index}`).join(', ');
  return { what, reason: `there is no stage ${target} to build; it has ${names || 'no stages'}` };
}

function locate(source: SourceText, { start, end }: Span): SourceLocation {
  const from = source.position(start);
  const to = source.position(end);
  return {
    kind: 'source',
    path: source.path,
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

function spanOf(source: SourceText, { startLine, startColumn, endLine, endColumn }: SourceLocation): Span {
  const start = source.lineSpan(startLine).start + startColumn - 1;
  return { start, end: source.lineSpan(endLine).start + endColumn - 1 };
}

function bySourceOrder({ location: a }: Finding, { location: b }: Finding): number {
  if (a.kind !== 'source' || b.kind !== 'source') return 0;
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}
