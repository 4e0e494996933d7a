import { append } from '../config/append.ts';
import { Secret } from '../credentials/secret.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { MappedText } from '../dockerfile/mapped-text.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { Place, SourceText } from '../dockerfile/source-text.ts';
import type { ContextStores } from '../flow/context-stores.ts';
import type { Subject } from '../rewrite/subject.ts';
import { buildFinding, type FindingContext } from './build-finding.ts';
import { storesByName } from './context-stores.ts';
import { dockerfileFacts } from './dockerfile-facts.ts';
import type { Engine } from './engine.ts';
import type { Finding, Skipped, SourceLocation } from './finding.ts';
import { ignoresOf } from './ignore-comments.ts';
import { noStage } from './no-stage.ts';
import { describeIgnores, describeProblems } from './parse-problems.ts';
import type { PassedArguments } from './rotating-values.ts';
import type { DockerfileFacts } from './rule.ts';
import { Scrubber } from './scrubber.ts';
import { type Excerpt, sourceExcerpt } from './source-excerpt.ts';
import { locateIn, spanIn } from './source-location.ts';
import { sourceRules } from './source-rules.ts';
import { Suppressor } from './suppressor.ts';

export interface DockerfileAudit {
  findings: Finding[];
  /** What the builder would refuse: read all the same, but in doubt. */
  skipped: Skipped[];
  notes: Skipped[];
  facts: DockerfileFacts;
  /** What each finding is about, where a rewrite might mend it. */
  subjects: ReadonlyMap<Finding, Subject>;
  /** Takes the file's secrets out of a text. */
  scrub(text: string): string;
  /** Where a place of the Dockerfile is for the report. */
  locate(place: Place): SourceLocation;
  /** The masked line that a location of this file begins on. */
  excerpt(location: SourceLocation): Excerpt;
}

const RULE_IDS: ReadonlySet<string> = new Set(sourceRules.map(({ id }) => id));

export interface DockerfileOptions {
  /** What COPY and ADD bring in from the build context; else judged by names. */
  context?: ContextStores;
  /** The stage to build, by name or number; else the last. */
  target?: string;
  /** What builds pass for the build arguments. */
  passed?: PassedArguments;
  /** The file that the Dockerfile is a part of, and where. */
  within?: { source: SourceText; text: MappedText };
}

/**
 * Audits one Dockerfile. Never throws on any text.
 *
 * @param path as it is to stand in the report
 */
export function auditDockerfile(
  path: string,
  text: string,
  engine: Engine,
  options: DockerfileOptions = {},
): DockerfileAudit {
  const { within } = options;
  const file = parseDockerfile(path, text);
  const facts = factsOf(file, engine, options);
  const scrubber = scrubberOf(facts, text, engine);
  const outer = outerPlace(file.source, within);
  const locate = (span: Place): SourceLocation => locateIn(outer(span));
  const suppressor = new Suppressor(ignoresOf(file, RULE_IDS));
  const { findings, subjects } = applyRules(facts, suppressor, { ...engine, scrubber, locate });
  const { skipped, notes } = toldOf(file, facts, suppressor, options);
  const clean = ({ what, reason }: Skipped) => ({
    what: within === undefined ? what : path,
    reason: scrubber.scrub(reason),
  });
  const masked = [...facts.literals.map(({ span }) => span), ...scrubber.occurrences(text)].map(outer);
  const { source } = within ?? file;
  return {
    facts,
    subjects,
    scrub: (dirty) => scrubber.scrub(dirty),
    locate,
    findings: findings.sort(bySourceOrder),
    skipped: skipped.map(clean),
    notes: notes.map(clean),
    excerpt: (location) => sourceExcerpt(source, spanIn(source, location), masked),
  };
}

function factsOf(
  file: ParsedDockerfile,
  { scanner }: Engine,
  { context = storesByName, target, passed }: DockerfileOptions,
): DockerfileFacts {
  return dockerfileFacts(file, {
    scanner,
    context,
    ...(target !== undefined && { target }),
    ...(passed && { passed }),
  });
}

/** Knows all secrets that stand in the text, as they are written too. */
function scrubberOf({ literals, secrets }: DockerfileFacts, text: string, { key }: Engine): Scrubber {
  const scrubber = new Scrubber(key);
  for (const { secret, span, encoded } of literals) {
    scrubber.add(secret);
    if (encoded !== undefined) scrubber.add(new Secret(text.slice(span.start, span.end)));
  }
  for (const { literal } of secrets) if (literal !== undefined) scrubber.add(literal.secret);
  return scrubber;
}

function applyRules(
  facts: DockerfileFacts,
  suppressor: Suppressor,
  context: FindingContext<Place>,
): { findings: Finding[]; subjects: Map<Finding, Subject> } {
  const subjects = new Map<Finding, Subject>();
  const findings = sourceRules.flatMap((rule) =>
    Array.from(rule.check(facts), (problem) => {
      const finding = buildFinding(rule, problem, context, suppressor.suppression(rule.id, problem));
      if (problem.about !== undefined) subjects.set(finding, problem.about);
      return finding;
    }),
  );
  return { findings, subjects };
}

/** What the report says besides findings, when the rules have been applied. */
function toldOf(
  file: ParsedDockerfile,
  { trace }: DockerfileFacts,
  { bad, unmatched }: Suppressor,
  { target }: DockerfileOptions,
): { skipped: Skipped[]; notes: Skipped[] } {
  const { skipped, notes } = describeProblems(file, trace);
  if (trace.target === undefined && target !== undefined)
    skipped.push({ what: file.source.path, reason: noStage(target, trace) });
  append(notes, describeIgnores(file, bad, unmatched));
  return { skipped, notes };
}

/** Where a place of the Dockerfile is in the file that holds it. */
function outerPlace(
  source: SourceText,
  within: DockerfileOptions['within'],
): (place: Place) => Required<Place> {
  return ({ start, end, source: other }) => {
    if (other !== undefined || within === undefined) return { start, end, source: other ?? source };
    return { source: within.source, ...within.text.span(start, end) };
  };
}

function bySourceOrder({ location: a }: Finding, { location: b }: Finding): number {
  if (a.kind !== 'source' || b.kind !== 'source') return 0;
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}
