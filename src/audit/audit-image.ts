import { imageRules } from '../../rules/image/index.ts';
import type { Image, LooseText } from '../image/image.ts';
import { buildFinding, type FindingContext } from './build-finding.ts';
import type { Finding, ImageLocation, Skipped } from './finding.ts';
import { imageLeaks, type LayerMemory } from './image/image-leaks.ts';
import type { LayerCache } from './image/layer-cache.ts';
import type { Progress } from './image/progress.ts';
import { inOne } from './in-one.ts';
import type { Problem } from './problem.ts';
import { Scrubber } from './scrubber.ts';

export interface ImageAudit {
  findings: Finding[];
  /** What was too much; what could not be read is told by the image's source. */
  skipped: Skipped[];
  /** What makes the audit no less whole. */
  notes: Skipped[];
}

/** What the audits of one call share. */
export interface ImageEngine {
  /** Of secrets' fingerprints. */
  key: Uint8Array;
  /** What earlier calls found. */
  cache?: LayerCache | undefined;
  progress?: Progress | undefined;
  /** Leaves out what a later layer deletes or replaces. */
  finalOnly?: boolean;
}

/** Audits images one after the other: every text of them and every file of every layer. A secret is told once, with all its places. */
export class ImageAuditor {
  readonly #engine: ImageEngine;
  readonly #problems = imageRules.map((rule) => ({ rule, found: [] as Problem<ImageLocation>[] }));
  readonly #scrubber: Scrubber;
  readonly #skipped: Skipped[] = [];
  readonly #notes: Skipped[] = [];

  constructor(engine: ImageEngine) {
    this.#engine = engine;
    this.#scrubber = new Scrubber(engine.key);
  }

  /**
   * @param loose files of the source that belong to no image, told with this one
   * @param memory shared by the images of one source, whose layers are then read once
   */
  async add(image: Image, loose: readonly LooseText[] = [], memory: LayerMemory = new Map()): Promise<void> {
    const { cache, progress, finalOnly } = this.#engine;
    const tell = {
      skip: (one: Skipped) => this.#skipped.push(one),
      note: (one: Skipped) => this.#notes.push(one),
    };
    const all = await imageLeaks(image, { loose, memory, cache, progress, tell });
    const leaks = finalOnly === true ? all.filter(({ at }) => (at.state ?? 'final') === 'final') : all;
    for (const { secret } of all) this.#scrubber.add(secret.value);
    for (const { rule, found } of this.#problems) found.push(...rule.check({ image, leaks }));
  }

  /** Of all images so far. */
  finish(): ImageAudit {
    const { key } = this.#engine;
    const scrubber = this.#scrubber;
    const context: FindingContext<ImageLocation> = { key, scrubber, locate: (at) => cleaned(at, scrubber) };
    return {
      findings: this.#problems.flatMap(({ rule, found }) =>
        inOne(found, rule.severity, key).map((problem) => buildFinding(rule, problem, context)),
      ),
      skipped: this.#skipped.map(({ what, reason }) => ({
        what: scrubber.scrub(what),
        reason: scrubber.scrub(reason),
      })),
      notes: this.#notes,
    };
  }
}

/** Audits one image. */
export async function auditImage(image: Image, engine: ImageEngine): Promise<ImageAudit> {
  const auditor = new ImageAuditor(engine);
  await auditor.add(image);
  return auditor.finish();
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
