import { imageRules } from '../../rules/image/index.ts';
import { append } from '../config/append.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import type { Patience } from '../config/patience.ts';
import type { CredentialScanner } from '../credentials/scanner.ts';
import { parseConfig } from '../image/config.ts';
import type { Image, Layer, LooseBlob } from '../image/image.ts';
import { buildFinding, type FindingContext } from './build-finding.ts';
import type { Finding, ImageLocation, Skipped } from './finding.ts';
import { type Attribution, attribute, type BuiltFrom, SAME_BUILD } from './image/attribution.ts';
import { type BaseImage, baseOf } from './image/base-image.ts';
import { type ImageLook, imageLeaks } from './image/image-leaks.ts';
import type { LayerCache } from './image/layer-cache.ts';
import { LeakRoom } from './image/leak-room.ts';
import type { Progress } from './image/progress.ts';
import { LayerList } from './image/shown-layers.ts';
import { inOne } from './in-one.ts';
import type { Leak } from './leak.ts';
import type { Problem } from './problem.ts';
import type { ShownLayer } from './run.ts';
import { type OwnCredentials, scannerFor } from './scanner-for.ts';
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
  /** Of value hashes, where the project has a salt. */
  valueKey?: Uint8Array | undefined;
  /** What earlier calls found. */
  cache?: LayerCache | undefined;
  progress?: Progress | undefined;
  /** Leaves out what a later layer deletes or replaces. */
  finalOnly?: boolean;
  /** What the images were built from. */
  builtFrom?: BuiltFrom | undefined;
  bases?: readonly BaseImage[];
  signal?: AbortSignal | undefined;
  /** Those of the default table where absent. */
  limits?: Limits;
  /** Gets each secret of a rule as soon as it is found: first with the places that are known then. */
  found?: ((finding: Finding) => void) | undefined;
  /** What the project knows besides. */
  own?: OwnCredentials | undefined;
}

interface RuleProblems {
  rule: (typeof imageRules)[number];
  found: Problem<ImageLocation>[];
}

/** Audits images one after the other: every text of them and every file of every layer. A secret is told once, with all its places. */
export class ImageAuditor {
  readonly #engine: ImageEngine;
  readonly #problems = imageRules.map((rule) => ({ rule, found: [] as Problem<ImageLocation>[] }));
  readonly #scrubber: Scrubber;
  readonly #skipped: Skipped[] = [];
  readonly #notes: Skipped[] = [];
  readonly #attributions = new Map<string, Attribution>();
  readonly #scanner: CredentialScanner;
  readonly #layers: LayerList[] = [];
  readonly #room: LeakRoom;
  /** Secrets that were told while the audit goes on, by rule. */
  readonly #told = new Set<string>();

  constructor(engine: ImageEngine) {
    this.#room = new LeakRoom(engine.limits ?? DEFAULT_LIMITS);
    this.#engine = engine;
    this.#scanner = scannerFor(engine.own);
    this.#scrubber = new Scrubber(engine.key);
  }

  /** @param memory shared by the images of one source, whose layers are then read once */
  async add(
    image: Image,
    { memory, loose, patience }: Pick<ImageLook, 'memory' | 'loose' | 'patience'> = {},
  ): Promise<void> {
    const { cache, progress, finalOnly, signal, own } = this.#engine;
    this.#attribute(image);
    this.#layers.push(new LayerList(image));
    const tell = {
      skip: (one: Skipped) => this.#skipped.push(one),
      note: (one: Skipped) => this.#notes.push(one),
    };
    const all = await imageLeaks(image, {
      ...(loose && { loose }),
      ...(memory && { memory }),
      room: this.#room,
      patience,
      cache,
      progress,
      signal,
      own,
      tell,
      early: (leaks) => this.#tellEarly(image, leaks),
    });
    const leaks = finalOnly === true ? all.filter(({ at }) => (at.state ?? 'final') === 'final') : all;
    for (const { secret } of all) this.#scrubber.add(secret.value);
    for (const { rule, found } of this.#problems) append(found, rule.check({ image, leaks }));
    this.#tell(this.#problems.map(({ rule, found }) => ({ rule, found: [...found] })));
  }

  #tellEarly(image: Image, leaks: readonly Leak[]): void {
    if (this.#engine.found === undefined) return;
    for (const { secret } of leaks) this.#scrubber.add(secret.value);
    this.#tell(imageRules.map((rule) => ({ rule, found: [...rule.check({ image, leaks })] })));
  }

  /** What was not told before. */
  #tell(problems: Iterable<RuleProblems>): void {
    const { found } = this.#engine;
    if (found === undefined) return;
    for (const finding of this.#findings(problems)) {
      const key = `${finding.rule} ${finding.secret.fingerprint}`;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      found(finding);
    }
  }

  /** What belongs to no image of a source. */
  async addLoose(source: string, blobs: readonly LooseBlob[], patience?: Patience): Promise<void> {
    const layers = blobs.flatMap((blob) => ('layer' in blob ? [blob.layer] : []));
    const loose = blobs.flatMap((blob) => ('layer' in blob ? [] : [blob]));
    await this.add(unreferenced(source, layers), { loose, ...(patience && { patience }) });
  }

  #attribute(image: Image): void {
    const { builtFrom: from, bases = [] } = this.#engine;
    const base = baseOf(image, bases);
    if (base === undefined && bases.length > 0 && image.kind === 'image')
      this.#notes.push({
        what: image.name,
        reason: `${bases.map(({ name }) => name).join(', ')}: its layers are not the lowest ones here`,
      });
    const found = attribute(image, { from, base });
    this.#attributions.set(keyOf(image.name, image.platform), found);
    if (from !== undefined && image.kind === 'image' && found.share < SAME_BUILD)
      this.#notes.push({
        what: from.file.source.path,
        reason: `${image.name} does not look as if it was built from it: its history shows ${Math.round(found.share * 100)} % of the instructions`,
      });
  }

  /** A place as it is told, with the base image that it comes from. */
  #locate(at: ImageLocation): ImageLocation {
    const base = this.#attributions.get(keyOf(at.image, at.platform))?.base(at);
    return cleaned(base === undefined ? at : { ...at, base }, this.#scrubber);
  }

  /** What the Dockerfile's audit says of how it came there, before what the image shows. */
  #explained(finding: Finding, at: ImageLocation): Finding {
    const found = this.#attributions.get(keyOf(at.image, at.platform))?.origin(at, finding.secret.name);
    return found === undefined ? finding : { ...finding, ...found, flow: [...found.flow, ...finding.flow] };
  }

  /** Takes the secrets out of what a source says of itself: names of images and of what could not be read. */
  cleaned(text: string): string {
    for (const { secret } of this.#scanner.scanText(text)) this.#scrubber.add(secret);
    return this.#scrubber.scrub(text);
  }

  /** All layers of an image, called as in the findings; to be asked when all images are in. */
  layers(image: string, platform: string | undefined): ShownLayer[] | undefined {
    return this.#layers.find((one) => one.isOf(image, platform, this.#scrubber))?.shown(this.#scrubber);
  }

  #findings(problems: Iterable<RuleProblems>): Finding[] {
    const { key, valueKey } = this.#engine;
    const scrubber = this.#scrubber;
    const context: FindingContext<ImageLocation> = {
      key,
      valueKey,
      scrubber,
      locate: (at) => this.#locate(at),
    };
    return [...problems].flatMap(({ rule, found }) =>
      inOne(found, rule.severity, key).map((problem) =>
        this.#explained(buildFinding(rule, problem, context), problem.at),
      ),
    );
  }

  /** Of all images so far. */
  finish(): ImageAudit {
    const scrubber = this.#scrubber;
    const clean = ({ what, reason }: Skipped): Skipped => {
      return { what: scrubber.scrub(what), reason: scrubber.scrub(reason) };
    };
    return {
      findings: this.#findings(this.#problems),
      skipped: this.#skipped.map(clean),
      notes: this.#notes.map(clean),
    };
  }
}

/** Such blobs as an image, of which there is nothing else. */
function unreferenced(name: string, layers: readonly Layer[]): Image {
  return {
    kind: 'unreferenced',
    name,
    tags: [],
    digest: '',
    config: parseConfig({}, 0),
    configText: '',
    configBlob: '',
    layers,
    annotations: [],
    attestations: [],
  };
}

function keyOf(image: string, platform = ''): string {
  return `${platform}\n${image}`;
}

/** Audits one image. */
export async function auditImage(image: Image, engine: ImageEngine): Promise<ImageAudit> {
  const auditor = new ImageAuditor(engine);
  await auditor.add(image);
  return auditor.finish();
}

/** Names, paths and pointers come from the image and may hold what was found elsewhere in it. */
function cleaned(at: ImageLocation, scrubber: Scrubber): ImageLocation {
  const { pointer, name, path, base } = at;
  return {
    ...at,
    image: scrubber.scrub(at.image),
    ...(pointer !== undefined && { pointer: scrubber.scrub(pointer) }),
    ...(name !== undefined && { name: scrubber.scrub(name) }),
    ...(path !== undefined && { path: scrubber.scrub(path) }),
    ...(base !== undefined && { base: scrubber.scrub(base) }),
  };
}
