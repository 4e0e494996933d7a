import { imageRules } from '../../rules/image/index.ts';
import type { Image, LooseText } from '../image/image.ts';
import { buildFinding, type FindingContext } from './build-finding.ts';
import type { Engine } from './engine.ts';
import type { Finding, ImageLocation } from './finding.ts';
import { imageLeaks, type LayerMemory } from './image/image-leaks.ts';
import { Scrubber } from './scrubber.ts';

/**
 * Audits one image: every text of it and every file of every layer. What cannot be read is told by the image's
 * source, in `skipped`.
 *
 * @param loose files of the source that belong to no image, told with this one
 * @param memory shared by the images of one source, whose layers are then read once
 */
export async function auditImage(
  image: Image,
  { key }: Pick<Engine, 'key'>,
  loose: readonly LooseText[] = [],
  memory: LayerMemory = new Map(),
): Promise<Finding[]> {
  const leaks = await imageLeaks(image, loose, memory);
  const scrubber = new Scrubber();
  for (const { secret } of leaks) scrubber.add(secret.value);
  const context: FindingContext<ImageLocation> = { key, scrubber, locate: (at) => cleaned(at, scrubber) };
  return imageRules.flatMap((rule) =>
    Array.from(rule.check({ image, leaks }), (problem) => buildFinding(rule, problem, context)),
  );
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
