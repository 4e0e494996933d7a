import { cacheFolder } from '../config/cache-folder.ts';
import type { Interrupt } from '../config/interrupt.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import { type Patience, withinTime } from '../config/patience.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { Image, ImageSource, LooseBlob } from '../image/image.ts';
import { type OpenOptions, openImage } from '../image/open.ts';
import { auditDockerfile } from './audit-dockerfile.ts';
import { ImageAuditor, type ImageEngine } from './audit-image.ts';
import { createEngine } from './engine.ts';
import type { Events } from './events.ts';
import { fingerprintKey, projectKey } from './fingerprint.ts';
import { type Gate, isShown } from './gate.ts';
import type { BuiltFrom } from './image/attribution.ts';
import type { BaseImage } from './image/base-image.ts';
import type { LayerMemory } from './image/image-leaks.ts';
import { LayerCache } from './image/layer-cache.ts';
import { rulesetOf } from './image/ruleset.ts';
import { Governed } from './project/govern.ts';
import type { Project } from './project/project.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import { tellInterrupt } from './tell-interrupt.ts';
import { orSkip, orThrow, TimedReading, withoutPassword } from './timed-reading.ts';
import { TOOL } from './tool.ts';

export interface ImageRunOptions extends OpenOptions, Pick<ImageEngine, 'progress' | 'finalOnly'> {
  /** Nothing is taken from earlier runs, and nothing is kept for later ones. */
  noCache?: boolean;
  /** The Dockerfile that the images were built from. */
  dockerfile?: string;
  /** Its stage that was built; else the last. */
  target?: string;
  /** Images that they were built on. */
  bases?: readonly string[];
  /** What governs them. */
  project?: Project | undefined;
  events?: Events;
  /** Of all of them. */
  interrupt?: Interrupt | undefined;
  /** What cannot be opened ends the run: ImageError or InputError, instead of a line among what was skipped. */
  strict?: boolean;
}

/** Audits every image of every reference; a secret is told once, with all its places in all of them. */
export async function runImages(
  references: readonly string[],
  gate: Gate,
  options: ImageRunOptions = {},
): Promise<Run> {
  const { progress, finalOnly = false, bases = [], project, events, interrupt, signal } = options;
  const builder = new ReportBuilder(TOOL, gate);
  if (project !== undefined) await new Governed().enter(builder, project);
  const limits = { ...(project?.limits ?? DEFAULT_LIMITS), ...options.limits };
  const kept = keptFor(options, limits);
  const reading = readingFor(options, limits, builder);
  const auditor = new ImageAuditor({
    ...kept,
    own: project?.own,
    progress,
    finalOnly,
    signal,
    limits,
    found: foundBy(events, gate),
    builtFrom: await builtFrom(options, limits, builder),
    bases: (await Promise.all(bases.map((base) => readBase(base, reading)))).flat(),
  });
  await interrupt?.expectWork();
  await auditReferences(references, auditor, reading, options);
  closeCache(kept.cache, events);
  tellFound(auditor, builder, interrupt);
  return {
    report: builder.report(),
    excerpt: () => undefined,
    isGivenUp: reading.timed.isGivenUp,
    layers: (image, platform) => auditor.layers(image, platform),
  };
}

/** What runs share: the keys of what they tell, and what earlier ones found in layers. */
function keptFor(
  { noCache = false, environment = process.env, project }: ImageRunOptions,
  limits: Limits,
): Pick<ImageEngine, 'key' | 'valueKey' | 'cache'> {
  const { own, salt } = project ?? {};
  const folder = noCache ? undefined : cacheFolder(environment);
  const key = fingerprintKey(environment, folder);
  const valueKey = salt === undefined ? undefined : projectKey(salt, 'values');
  const rules = rulesetOf(own, salt, limits);
  const cache =
    folder === undefined || rules === undefined ? undefined : new LayerCache(folder, key, rules, valueKey);
  return { key, valueKey, cache };
}

function closeCache(cache: LayerCache | undefined, events: Events | undefined): void {
  cache?.close();
  if (cache?.trouble !== undefined) events?.unkept?.(cache.trouble);
}

/** How sources are opened and read, and where it is told what of them is not. */
interface Reading {
  builder: ReportBuilder;
  open: OpenOptions;
  timed: TimedReading;
}

function readingFor(options: ImageRunOptions, limits: Limits, builder: ReportBuilder): Reading {
  const note = (what: string, reason: string): void => builder.note(what, reason);
  return {
    builder,
    open: { ...options, limits, registry: { ...options.registry, note } },
    timed: new TimedReading(builder, limits, options.interrupt),
  };
}

async function auditReferences(
  references: readonly string[],
  auditor: ImageAuditor,
  { builder, open, timed }: Reading,
  { strict = false, events, signal }: ImageRunOptions,
): Promise<void> {
  for (const reference of new Set(references)) {
    const started = performance.now();
    signal?.throwIfAborted();
    const read = async (patience: Patience): Promise<void> => {
      const source = await openImage(reference, { ...open, patience });
      await auditSource(source, auditor, builder, patience).finally(() => source.close());
    };
    await timed.read(reference, read, strict ? orThrow : orSkip);
    events?.read?.(withoutPassword(reference), performance.now() - started);
  }
}

function tellFound(auditor: ImageAuditor, builder: ReportBuilder, interrupt: Interrupt | undefined): void {
  const { findings, skipped, notes } = auditor.finish();
  builder.add(findings);
  tellInterrupt(builder, interrupt);
  for (const { what, reason } of skipped) builder.skip(what, reason);
  for (const { what, reason } of notes) builder.note(what, reason);
}

function foundBy({ found }: Events = {}, gate: Gate): ImageEngine['found'] {
  return found && ((finding) => isShown(finding.confidence, gate) && found(finding));
}

/** The Dockerfile that the images were built from, audited by itself. */
async function builtFrom(
  { dockerfile, target, project, environment = process.env, interrupt }: ImageRunOptions,
  limits: Limits,
  builder: ReportBuilder,
): Promise<BuiltFrom | undefined> {
  if (dockerfile === undefined) return undefined;
  return orSkip(dockerfile, builder, async () => {
    const text = await readDockerfile(dockerfile, limits);
    const stage = target === undefined ? {} : { target };
    await interrupt?.expectWork();
    const { findings, skipped } = withinTime(
      'dockerfileSeconds',
      limits,
      () => auditDockerfile(dockerfile, text, createEngine({ ...project, environment }), stage),
      interrupt,
    );
    for (const { what, reason } of skipped) builder.skip(what, reason);
    return { file: parseDockerfile(dockerfile, text), findings, ...stage };
  });
}

/** Every platform of a base image is one. */
async function readBase(name: string, { open, timed }: Reading): Promise<BaseImage[]> {
  const found: BaseImage[] = [];
  await timed.read(name, async (patience) => {
    const source = await openImage(name, { ...open, patience });
    try {
      for await (const { config } of source.images()) found.push({ name, diffIds: config.diffIds });
    } finally {
      await source.close();
    }
  });
  return found;
}

async function auditSource(
  source: ImageSource,
  auditor: ImageAuditor,
  builder: ReportBuilder,
  patience: Patience,
): Promise<void> {
  const images: Image[] = [];
  for await (const image of source.images()) images.push(image);
  const loose: LooseBlob[] = [];
  for await (const blob of source.loose()) loose.push(blob);
  const memory: LayerMemory = new Map();
  for (const image of images) {
    await auditor.add(image, { memory, patience });
    builder.subject({ kind: 'image', name: auditor.cleaned(image.name), digest: image.digest });
  }
  if (loose.length > 0) await auditor.addLoose(source.name, loose, patience);
  for (const { what, reason, absent } of source.skipped) {
    const [where, why] = [auditor.cleaned(what), auditor.cleaned(reason)];
    if (absent === true) builder.note(where, why);
    else builder.skip(where, why);
  }
}
