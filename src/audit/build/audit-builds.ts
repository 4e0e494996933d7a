import { buildRules } from '../../../rules/build/index.ts';
import type { BuildPath } from '../../build/build-path.ts';
import { literalOf } from '../../build/value.ts';
import type { Place } from '../../dockerfile/source-text.ts';
import type { DockerfileAudit } from '../audit-dockerfile.ts';
import { buildFinding, type FindingContext } from '../build-finding.ts';
import type { Engine } from '../engine.ts';
import type { Finding, SourceLocation } from '../finding.ts';
import type { BuildFacts, DockerfileFacts, JudgedBuild } from '../rule.ts';
import { locateIn } from '../source-location.ts';
import { buildNeeds } from './build-needs.ts';
import type { BuildTexts } from './build-texts.ts';

/** The builds of one Dockerfile, with what it asks of each. */
export function withNeeds(
  builds: readonly JudgedBuild[],
  dockerfile: DockerfileFacts | undefined,
): JudgedBuild[] {
  return builds.map((build) => {
    const needs = dockerfile && needsOf(build.path, dockerfile);
    return needs === undefined ? build : { ...build, needs };
  });
}

/** Not known where the target is not. */
function needsOf({ target }: BuildPath, dockerfile: DockerfileFacts): JudgedBuild['needs'] {
  const name = target === undefined ? undefined : literalOf(target.value);
  if (target !== undefined && name === undefined) return undefined;
  return buildNeeds(dockerfile, name === '' ? undefined : name);
}

/**
 * What the rules about builds find in the builds of one Dockerfile, in the order of the rules.
 *
 * @param builds as they were judged, with what the Dockerfile asks of each
 * @param dockerfile where it is known
 * @param texts of the build files: they say what is suppressed, and take secrets out of what is told
 * @throws RangeError for a place in the Dockerfile where that is not known: a fault of a rule
 */
export function auditBuilds(
  builds: readonly JudgedBuild[],
  dockerfile: DockerfileAudit | undefined,
  texts: BuildTexts,
  engine: Engine,
): Finding[] {
  const { scrubber } = texts;
  const facts: BuildFacts = { builds, ...(dockerfile && { dockerfile: dockerfile.facts }) };
  const locate = (place: Place): SourceLocation => {
    const { source } = place;
    if (source !== undefined) return locateIn({ ...place, source });
    if (dockerfile === undefined) throw new RangeError('a place of no file');
    return dockerfile.locate(place);
  };
  const context: FindingContext<Place> = { ...engine, scrubber, locate };
  return buildRules.flatMap((rule) =>
    Array.from(rule.check(facts), (problem) =>
      buildFinding(rule, problem, context, texts.suppression(rule.id, problem)),
    ),
  );
}
