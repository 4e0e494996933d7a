import { type CacheKeys, cacheKeys } from '../../cachekey/cache-keys.ts';
import { type CacheStep, verdictOf } from '../../cachekey/cache-step.ts';
import { costOf } from '../../cachekey/costly-steps.ts';
import type { Names } from '../../cachekey/key-value.ts';
import type { KnownBase } from '../../cachekey/known-base.ts';
import type { ParsedDockerfile } from '../../dockerfile/instruction.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import type { Span } from '../../dockerfile/source-text.ts';
import { stagesOf } from '../../dockerfile/stages.ts';
import { auditDockerfile } from '../audit-dockerfile.ts';
import { storesByName } from '../context-stores.ts';
import { dockerfileFacts } from '../dockerfile-facts.ts';
import { createEngine } from '../engine.ts';
import { noStage } from '../no-stage.ts';
import { describeProblems } from '../parse-problems.ts';
import { InputError } from '../read-dockerfile.ts';
import type { OwnCredentials } from '../scanner-for.ts';
import { TOOL } from '../tool.ts';
import { askedNames, platformNotes, undeclaredNotes } from './asked-names.ts';
import type { CacheReport, CacheStepReport } from './cache-report.ts';

export interface CacheOptions {
  /** Build arguments that change; those that are known to when there are none. */
  rotate: readonly string[];
  /** Other build arguments that are given. */
  given: ReadonlyMap<string, string>;
  builder: CacheReport['builder'];
  target?: string;
  /** Base images that were read. */
  bases?: readonly KnownBase[];
  /** What the project says of names and credentials. */
  own?: OwnCredentials | undefined;
}

/**
 * What enters the cache key of each step of a Dockerfile.
 *
 * @param path as it is to stand in the report
 * @throws InputError where it has no such target, or nothing that a name to be followed could mean
 */
export function reportCache(path: string, text: string, options: CacheOptions): CacheReport {
  const { given, builder, target, bases = [] } = options;
  const file = parseDockerfile(path, text);
  checkTarget(file, text, options);
  const rotating = rotatingIn(file, options);
  const names = new Set(rotating.map(({ name }) => name));
  const stage = target === undefined ? {} : { target };
  const keys = cacheKeys(file, { rotating: names, given, builder, bases, ...stage });
  const { skipped, notes } = describeProblems(file, { runs: [] });
  const describe = describerOf(file, text, options);
  const steps = keys.steps.map((step) => describe(step));
  return {
    schemaVersion: 1,
    tool: TOOL,
    file: path,
    builder,
    rotating,
    steps,
    unknown: steps.filter(({ key }) => key === 'unknown').map(({ line, reason }) => ({ line, reason })),
    notes: [
      ...baseNotes(file, keys, bases),
      ...platformNotes(names),
      ...notes,
      ...undeclaredNotes(file, names),
    ],
    skipped,
    proved: skipped.length === 0 && areProved(steps),
  };
}

/** @throws InputError where the stage that is to be built is not there */
function checkTarget(file: ParsedDockerfile, text: string, { target, own }: CacheOptions): void {
  if (target === undefined) return;
  const stages = stagesOf(file, target);
  if (stages.target !== undefined) return;
  const { scrub } = auditDockerfile(file.source.path, text, createEngine({ own }));
  throw new InputError(scrub(noStage(target, stages)), 'ERR_NO_STAGE');
}

/** What was not known of base images, and which of those that were read nobody starts from. */
function baseNotes(
  file: ParsedDockerfile,
  { assumptions, bases: used }: CacheKeys,
  bases: readonly KnownBase[],
): CacheReport['notes'] {
  return [
    ...assumptions.map(({ reason, span }) => ({
      what: `line ${file.source.position(span.start).line}`,
      reason: `taken for granted: ${reason}; --base reads them from an image`,
    })),
    ...bases
      .filter((base) => !used.has(base))
      .map(({ names: [what = ''] }) => ({ what, reason: 'no stage that is built starts from this image' })),
  ];
}

/** Whatever takes long is run again for none of the values. */
function areProved(steps: readonly CacheStepReport[]): boolean {
  return steps.length > 0 && steps.every(({ key, cost }) => cost === undefined || key === 'independent');
}

function rotatingIn(
  file: ParsedDockerfile,
  { rotate, target, bases = [], own }: CacheOptions,
): CacheReport['rotating'] {
  if (rotate.length > 0) return askedNames(file, rotate, bases).map((name) => ({ name, why: 'asked' }));
  const stage = target === undefined ? {} : { target };
  const { rotating } = dockerfileFacts(file, {
    scanner: createEngine({ own }).scanner,
    context: storesByName,
    ...stage,
  });
  return rotating.map(({ kind, rotation }) => ({ name: rotation.name, why: kind }));
}

function describerOf(
  file: ParsedDockerfile,
  text: string,
  { own }: CacheOptions,
): (step: CacheStep) => CacheStepReport {
  const { excerpt } = auditDockerfile(file.source.path, text, createEngine({ own }));
  const lineOf = ({ start }: Span): number => file.source.position(start).line;
  return (step) => {
    const { stage, instruction, contains, content, doubts } = step;
    const { line, column } = file.source.position(instruction.span.start);
    const place = { startLine: line, startColumn: column, endLine: line, endColumn: column };
    const cost = costOf(step);
    const doubted = doubts.flatMap(({ names }) => [...(names?.keys() ?? [])]);
    return {
      stage: stage.name ?? `${stage.index}`,
      line,
      instruction:
        step.triggeredBy !== undefined
          ? `${instruction.keyword} …, a trigger of ${step.triggeredBy}`
          : excerpt({ kind: 'source', path: file.source.path, ...place }).text.trim(),
      key: verdictOf(step),
      values: [...new Set([...contains.keys(), ...content.keys(), ...doubted])],
      reason: reasonOf(step, lineOf),
      ...(cost !== undefined && { cost }),
    };
  };
}

function reasonOf(step: CacheStep, lineOf: (span: Span) => number): string {
  const { own, contains, content, doubts } = step;
  if (own.contains.size > 0) return waysOf(own.contains, lineOf);
  if (contains.size > 0)
    return `lies on line ${lastLine(contains, lineOf)}, which has ${[...contains.keys()].join(', ')} in its key`;
  if (doubts.length > 0)
    return [...new Set(doubts.map(({ reason, span }) => `${reason} (line ${lineOf(span)})`))].join('; ');
  if (own.content.size > 0) return contentReason(step, lineOf);
  if (content.size > 0) return `lies on a step that takes such files`;
  return '';
}

/** A value in its own text chooses the files, another one made them. */
function contentReason({ own, instruction }: CacheStep, lineOf: (span: Span) => number): string {
  const { start, end } = instruction.span;
  const isOwn = (way: readonly { span: Span }[]): boolean =>
    way.some(({ span }) => span.start >= start && span.end <= end);
  const [choosing, making] = [true, false].map((kind) =>
    [...own.content].filter(([, way]) => isOwn(way) === kind),
  );
  const named = (names: readonly [string, unknown][] = []): string => names.map(([name]) => name).join(', ');
  return [
    ...(choosing?.length
      ? [`${named(choosing)} chooses which files it takes; of them the content counts`]
      : []),
    ...(making?.length
      ? [
          `takes files that line ${lastLine(new Map(making), lineOf)} makes, where ${named(making)} is in the key`,
        ]
      : []),
  ].join('; ');
}

/** `UV_INDEX: build argument UV_INDEX (line 2), ENV UV_INDEX (line 3)`. */
function waysOf(names: Names, lineOf: (span: Span) => number): string {
  return Array.from(names, ([name, way]) => {
    const stations = way.slice(0, -1).map(({ label, span }) => `${label} (line ${lineOf(span)})`);
    return `${name}: ${stations.join(', ') || 'build argument'}`;
  }).join('; ');
}

function lastLine(names: Names, lineOf: (span: Span) => number): number {
  const [way = []] = names.values();
  const last = way.at(-1);
  return last === undefined ? 0 : lineOf(last.span);
}
