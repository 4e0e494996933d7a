import { type Image, ImageError, type ImageSource, type LooseText } from '../image/image.ts';
import { openImage } from '../image/open.ts';
import { auditImage } from './audit-image.ts';
import { fingerprintKey } from './fingerprint.ts';
import type { Gate } from './gate.ts';
import type { LayerMemory } from './image/image-leaks.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import { TOOL } from './tool.ts';

/**
 * Audits every image of every reference.
 *
 * @param progress is told what is being read
 */
export async function runImages(
  references: readonly string[],
  gate: Gate,
  progress: (line: string) => void = () => {},
): Promise<Run> {
  const builder = new ReportBuilder(TOOL, gate);
  const engine = { key: fingerprintKey() };
  for (const reference of references) {
    try {
      const source = await openImage(reference);
      await auditSource(source, engine, builder, progress).finally(() => source.close());
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      builder.skip(reference, error.message.replace(`${reference}: `, ''));
    }
  }
  return { report: builder.report(), excerpt: () => undefined };
}

async function auditSource(
  source: ImageSource,
  engine: { key: Uint8Array },
  builder: ReportBuilder,
  progress: (line: string) => void,
): Promise<void> {
  const images: Image[] = [];
  for await (const image of source.images()) images.push(image);
  const loose: LooseText[] = [];
  for await (const text of source.loose()) loose.push(text);
  const memory: LayerMemory = new Map();
  for (const [index, image] of images.entries()) {
    progress(
      `${image.name}${image.platform === undefined ? '' : ` (${image.platform})`}, ${image.layers.length} layers`,
    );
    const { findings, skipped, notes } = await auditImage(image, engine, index === 0 ? loose : [], memory);
    builder.subject({ kind: 'image', name: image.name, digest: image.digest }, findings);
    for (const { what, reason } of skipped) builder.skip(what, reason);
    for (const { what, reason } of notes) builder.note(what, reason);
  }
  for (const { what, reason, absent } of source.skipped) {
    if (absent === true) builder.note(what, reason);
    else builder.skip(what, reason);
  }
}
