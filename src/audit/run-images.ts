import { cacheFolder } from '../config/cache-folder.ts';
import type { Interrupt } from '../config/interrupt.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import { GivenUp, Patience, withinTime } from '../config/patience.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { type Image, ImageError, type ImageSource, type LooseBlob } from '../image/image.ts';
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
import { InputError, readDockerfile } from './read-dockerfile.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import { tellInterrupt } from './tell-interrupt.ts';
import { TOOL } from './tool.ts';

/** How long a source that is given up is waited for, so that what was found in it is told. */
const END_MS = 2000;

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
  const {
    noCache = false,
    progress,
    finalOnly = false,
    dockerfile,
    target,
    bases = [],
    project,
    events,
    interrupt,
    strict = false,
    ...open
  } = options;
  const { signal, environment = process.env } = open;
  const builder = new ReportBuilder(TOOL, gate);
  const { own, salt } = project ?? {};
  const valueKey = salt === undefined ? undefined : projectKey(salt, 'values');
  if (project !== undefined) await new Governed().enter(builder, project);
  const folder = noCache ? undefined : cacheFolder(environment);
  const key = fingerprintKey(environment, folder);
  const limits = { ...(project?.limits ?? DEFAULT_LIMITS), ...open.limits };
  const rules = rulesetOf(own, salt, limits);
  const cache =
    folder === undefined || rules === undefined ? undefined : new LayerCache(folder, key, rules, valueKey);
  const note = (what: string, reason: string): void => builder.note(what, reason);
  const opened = { ...open, limits, registry: { ...open.registry, note } };
  const timed = new TimedReading(builder, limits, interrupt);
  const auditor = new ImageAuditor({
    key,
    valueKey,
    own,
    cache,
    progress,
    finalOnly,
    signal,
    limits,
    found: foundBy(events, gate),
    builtFrom:
      dockerfile === undefined
        ? undefined
        : await builtFrom(dockerfile, { target, project, limits, environment, interrupt }, builder),
    bases: (await Promise.all(bases.map((base) => readBase(base, opened, timed)))).flat(),
  });
  await interrupt?.expectWork();
  for (const reference of new Set(references)) {
    const started = performance.now();
    signal?.throwIfAborted();
    const read = async (patience: Patience): Promise<void> => {
      const source = await openImage(reference, { ...opened, patience });
      await auditSource(source, auditor, builder, patience).finally(() => source.close());
    };
    await timed.read(reference, read, strict ? orThrow : orSkip);
    events?.read?.(withoutPassword(reference), performance.now() - started);
  }
  cache?.close();
  if (cache?.trouble !== undefined) events?.unkept?.(cache.trouble);
  const { findings, skipped, notes } = auditor.finish();
  builder.add(findings);
  tellInterrupt(builder, interrupt);
  for (const { what, reason } of skipped) builder.skip(what, reason);
  for (const { what, reason } of notes) builder.note(what, reason);
  return {
    report: builder.report(),
    excerpt: () => undefined,
    isGivenUp: timed.isGivenUp,
    layers: (image, platform) => auditor.layers(image, platform),
  };
}

/** Reads one source after the other, each for as long as it may take. */
class TimedReading {
  readonly #builder: ReportBuilder;
  readonly #limits: Limits;
  readonly #interrupt: Interrupt | undefined;
  isGivenUp = false;

  constructor(builder: ReportBuilder, limits: Limits, interrupt: Interrupt | undefined) {
    this.#builder = builder;
    this.#limits = limits;
    this.#interrupt = interrupt;
  }

  /** @param or what becomes of what cannot be read: it is told, and the rest goes on, or it ends the run */
  async read(
    reference: string,
    read: (patience: Patience) => Promise<void>,
    or: typeof orThrow = orSkip,
  ): Promise<void> {
    const limits = this.#limits;
    const patience = new Patience({
      within: this.#interrupt?.patience,
      limit: { key: 'imageSeconds', limits },
    });
    await or(reference, this.#builder, async () => {
      patience.check();
      const reading = read(patience);
      // What comes to an end in time tells better what it has read.
      await patience.wait(reading).catch(async (error: unknown) => {
        if (patience.reason === undefined) throw error;
        this.isGivenUp = true;
        await inTime(reading, END_MS);
        throw error;
      });
    }).finally(() => patience.close());
  }
}

/** Waits for work to come to its end, but not for long; that it is given up is told in any case. */
async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  const late = new Patience();
  const timer = setTimeout(() => late.end('late'), milliseconds);
  await late
    .wait(work)
    .catch((error: unknown) => {
      if (!(error instanceof ImageError || error instanceof GivenUp)) throw error;
    })
    .finally(() => clearTimeout(timer));
}

function foundBy({ found }: Events = {}, gate: Gate): ImageEngine['found'] {
  return found && ((finding) => isShown(finding.confidence, gate) && found(finding));
}

/** What cannot be read ends the run. */
async function orThrow(what: string, _builder: ReportBuilder, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof GivenUp) throw new ImageError(withoutPassword(`${what}: ${error.message}`));
    if (!(error instanceof ImageError)) throw error;
    throw new ImageError(withoutPassword(error.message), error.code);
  }
}

/** What cannot be read is told, and the rest goes on. */
async function orSkip<T>(
  what: string,
  builder: ReportBuilder,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ImageError || error instanceof InputError || error instanceof GivenUp))
      throw error;
    builder.skip(
      withoutPassword(what),
      withoutPassword(error.message.replace(what === '' ? '' : `${what}: `, '')),
    );
    return undefined;
  }
}

/** A reference may have been given with a password in it, where it has no place. */
function withoutPassword(text: string): string {
  return text.replace(/(^|[/\s])[^/@\s]*:[^/@\s]*@/g, '$1');
}

function builtFrom(
  path: string,
  {
    target,
    project,
    limits,
    environment,
    interrupt,
  }: {
    target: string | undefined;
    project: Project | undefined;
    limits: Limits;
    environment: NodeJS.ProcessEnv;
    interrupt: Interrupt | undefined;
  },
  builder: ReportBuilder,
): Promise<BuiltFrom | undefined> {
  return orSkip(path, builder, async () => {
    const text = await readDockerfile(path, limits);
    const stage = target === undefined ? {} : { target };
    await interrupt?.expectWork();
    const { findings, skipped } = withinTime(
      'dockerfileSeconds',
      limits,
      () => auditDockerfile(path, text, createEngine({ ...project, environment }), stage),
      interrupt,
    );
    for (const { what, reason } of skipped) builder.skip(what, reason);
    return { file: parseDockerfile(path, text), findings, ...stage };
  });
}

/** Every platform of a base image is one. */
async function readBase(name: string, options: OpenOptions, timed: TimedReading): Promise<BaseImage[]> {
  const found: BaseImage[] = [];
  await timed.read(name, async (patience) => {
    const source = await openImage(name, { ...options, patience });
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
