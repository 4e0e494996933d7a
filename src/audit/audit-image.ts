import { imageRules } from '../../rules/image/index.ts';
import type { Image, LooseText } from '../image/image.ts';
import { buildFinding, type FindingContext } from './build-finding.ts';
import type { Engine } from './engine.ts';
import type { Finding, ImageLocation, Skipped } from './finding.ts';
import { imageLeaks, type LayerMemory } from './image/image-leaks.ts';
import { inOne } from './in-one.ts';
import { Scrubber } from './scrubber.ts';

export interface ImageAudit {
  findings: Finding[];
  /** What was too much; what could not be read is told by the image's source. */
  skipped: Skipped[];
  /** What makes the audit no less whole. */
  notes: Skipped[];
}

/**
 * Audits one image: every text of it and every file of every layer.
 *
 * @param loose files of the source that belong to no image, told with this one
 * @param memory shared by the images of one source, whose layers are then read once
 */
export async function auditImage(
  image: Image,
  { key }: Pick<Engine, 'key'>,
  loose: readonly LooseText[] = [],
  memory: LayerMemory = new Map(),
): Promise<ImageAudit> {
  const skipped: Skipped[] = [];
  const notes: Skipped[] = [];
  const tell = { skip: (one: Skipped) => skipped.push(one), note: (one: Skipped) => notes.push(one) };
  const leaks = await imageLeaks(image, loose, memory, tell);
  const scrubber = new Scrubber();
  for (const { secret } of leaks) scrubber.add(secret.value);
  const context: FindingContext<ImageLocation> = { key, scrubber, locate: (at) => cleaned(at, scrubber) };
  const findings = imageRules.flatMap((rule) =>
    inOne([...rule.check({ image, leaks })], rule.severity).map((problem) =>
      buildFinding(rule, problem, context),
    ),
  );
  return {
    findings,
    skipped: skipped.map(({ what, reason }) => ({ what: scrubber.scrub(what), reason })),
    notes,
  };
}

/** Names, paths and pointers come from the image and may hold what was found elsewhere in it. */
function cleaned(at: ImageLocation, scrubber: Scrubber): ImageLocation {
  const { pointer, name, path } = at;
  return {
    ...at,
    image: scrubber.scrub(at.image),
    ...(pointer !== undefined && { pointer: scrubber.scrub(pointer) }),
    ...(name !== undefined && { name: scrubber.scrub(name) }),
    ...(path !== undefined && { path: scrubber.scrub(path) }),
  };
}
