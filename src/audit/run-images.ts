import { cacheFolder } from '../config/cache-folder.ts';
import { type Image, ImageError, type ImageSource, type LooseText } from '../image/image.ts';
import { type OpenOptions, openImage } from '../image/open.ts';
import { ImageAuditor, type ImageEngine } from './audit-image.ts';
import { fingerprintKey } from './fingerprint.ts';
import type { Gate } from './gate.ts';
import type { LayerMemory } from './image/image-leaks.ts';
import { LayerCache } from './image/layer-cache.ts';
import { RULESET } from './image/ruleset.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import { TOOL } from './tool.ts';

export interface ImageRunOptions
  extends Omit<OpenOptions, 'environment'>,
    Pick<ImageEngine, 'progress' | 'finalOnly'> {
  /** Nothing is taken from earlier runs, and nothing is kept for later ones. */
  noCache?: boolean;
}

/** Audits every image of every reference; a secret is told once, with all its places in all of them. */
export async function runImages(
  references: readonly string[],
  gate: Gate,
  { noCache = false, progress, finalOnly = false, ...open }: ImageRunOptions = {},
): Promise<Run> {
  const builder = new ReportBuilder(TOOL, gate);
  const folder = noCache ? undefined : cacheFolder();
  const key = fingerprintKey(process.env, folder);
  const cache =
    folder === undefined || RULESET === undefined ? undefined : new LayerCache(folder, key, RULESET);
  const auditor = new ImageAuditor({ key, cache, progress, finalOnly });
  const note = (what: string, reason: string): void => builder.note(what, reason);
  for (const reference of new Set(references)) {
    try {
      const source = await openImage(reference, { ...open, registry: { ...open.registry, note } });
      await auditSource(source, auditor, builder).finally(() => source.close());
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      builder.skip(reference, error.message.replace(`${reference}: `, ''));
    }
  }
  cache?.close();
  const { findings, skipped, notes } = auditor.finish();
  builder.findings(findings);
  for (const { what, reason } of skipped) builder.skip(what, reason);
  for (const { what, reason } of notes) builder.note(what, reason);
  return { report: builder.report(), excerpt: () => undefined };
}

async function auditSource(
  source: ImageSource,
  auditor: ImageAuditor,
  builder: ReportBuilder,
): Promise<void> {
  const images: Image[] = [];
  for await (const image of source.images()) images.push(image);
  const loose: LooseText[] = [];
  for await (const text of source.loose()) loose.push(text);
  const memory: LayerMemory = new Map();
  for (const [index, image] of images.entries()) {
    await auditor.add(image, index === 0 ? loose : [], memory);
    builder.subject({ kind: 'image', name: image.name, digest: image.digest });
  }
  for (const { what, reason, absent } of source.skipped) {
    if (absent === true) builder.note(what, reason);
    else builder.skip(what, reason);
  }
}
