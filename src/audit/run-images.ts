import { cacheFolder } from '../config/cache-folder.ts';
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
    strict = false,
    ...open
  } = options;
  const { signal, environment = process.env } = open;
  const builder = new ReportBuilder(TOOL, gate);
  const { own, salt } = project ?? {};
  const valueKey = salt === undefined ? undefined : projectKey(salt, 'values');
  if (project !== undefined) await new Governed().govern(builder, project);
  const folder = noCache ? undefined : cacheFolder(environment);
  const key = fingerprintKey(environment, folder);
  const rules = rulesetOf(own, salt);
  const cache =
    folder === undefined || rules === undefined ? undefined : new LayerCache(folder, key, rules, valueKey);
  const note = (what: string, reason: string): void => builder.note(what, reason);
  const opened = { ...open, registry: { ...open.registry, note } };
  const auditor = new ImageAuditor({
    key,
    valueKey,
    own,
    cache,
    progress,
    finalOnly,
    signal,
    found: foundBy(events, gate),
    builtFrom:
      dockerfile === undefined
        ? undefined
        : await builtFrom(dockerfile, { target, project, environment }, builder),
    bases: (await Promise.all(bases.map((base) => readBase(base, opened, builder)))).flat(),
  });
  for (const reference of new Set(references)) {
    const started = performance.now();
    signal?.throwIfAborted();
    await (strict ? orThrow : orSkip)(reference, builder, async () => {
      const source = await openImage(reference, opened);
      await auditSource(source, auditor, builder).finally(() => source.close());
    });
    events?.read?.(withoutPassword(reference), performance.now() - started);
  }
  cache?.close();
  const { findings, skipped, notes } = auditor.finish();
  builder.findings(findings);
  for (const { what, reason } of skipped) builder.skip(what, reason);
  for (const { what, reason } of notes) builder.note(what, reason);
  return {
    report: builder.report(),
    excerpt: () => undefined,
    layers: (image, platform) => auditor.layers(image, platform),
  };
}

function foundBy({ found }: Events = {}, gate: Gate): ImageEngine['found'] {
  return found && ((finding) => isShown(finding.confidence, gate) && found(finding));
}

/** What cannot be read ends the run. */
async function orThrow(_what: string, _builder: ReportBuilder, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
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
    if (!(error instanceof ImageError || error instanceof InputError)) throw error;
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
    environment,
  }: { target: string | undefined; project: Project | undefined; environment: NodeJS.ProcessEnv },
  builder: ReportBuilder,
): Promise<BuiltFrom | undefined> {
  return orSkip(path, builder, async () => {
    const text = await readDockerfile(path);
    const stage = target === undefined ? {} : { target };
    const { findings, skipped } = auditDockerfile(
      path,
      text,
      createEngine({ ...project, environment }),
      stage,
    );
    for (const { what, reason } of skipped) builder.skip(what, reason);
    return { file: parseDockerfile(path, text), findings, ...stage };
  });
}

/** Every platform of a base image is one. */
async function readBase(name: string, options: OpenOptions, builder: ReportBuilder): Promise<BaseImage[]> {
  const found: BaseImage[] = [];
  await orSkip(name, builder, async () => {
    const source = await openImage(name, options);
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
): Promise<void> {
  const images: Image[] = [];
  for await (const image of source.images()) images.push(image);
  const loose: LooseBlob[] = [];
  for await (const blob of source.loose()) loose.push(blob);
  const memory: LayerMemory = new Map();
  for (const image of images) {
    await auditor.add(image, { memory });
    builder.subject({ kind: 'image', name: auditor.cleaned(image.name), digest: image.digest });
  }
  if (loose.length > 0) await auditor.addLoose(source.name, loose);
  for (const { what, reason, absent } of source.skipped) {
    const [where, why] = [auditor.cleaned(what), auditor.cleaned(reason)];
    if (absent === true) builder.note(where, why);
    else builder.skip(where, why);
  }
}
