import { limitHint } from '../config/limits.ts';
import { parseConfig } from './config.ts';
import { type Descriptor, platformOf } from './descriptor.ts';
import { shortDigest } from './digest.ts';
import type { HistoryEntry, Image, ImageConfig, Layer, LayerPlan } from './image.ts';
import { list, record } from './json.ts';
import { createLayer } from './layer.ts';
import type { Manifest } from './manifest.ts';
import { isEncrypted, isForeign, isLayer } from './media-types.ts';
import { type JsonBlob, type Reading, readJson } from './reading.ts';

/** The image of an OCI manifest, or nothing (and a skip) where its config cannot be read. */
export async function imageOfManifest(
  reading: Reading,
  manifest: Manifest,
  kind: Image['kind'],
  attestations: Image['attestations'],
): Promise<Image | undefined> {
  const { config: descriptor } = manifest;
  const path = descriptor.path === undefined ? undefined : reading.tree.resolve(descriptor.path);
  if (path === undefined) {
    const digest = descriptor.digest || 'without digest';
    reading.skips.add(manifest.digest, `image not read: its config ${digest} is not in ${reading.tree.name}`);
    return undefined;
  }
  const blob = await readJson(reading, path, descriptor.size);
  if (!blob) return undefined;
  const plans = manifest.layers.map((layer, index) => planLayer(reading, layer, index));
  const { digest, tags, annotations, platform } = manifest;
  const built = buildImage(reading, blob, plans, { kind, digest, tags });
  return { ...built, annotations, attestations, ...(platform === undefined ? {} : { platform }) };
}

function planLayer(reading: Reading, descriptor: Descriptor, index: number): LayerPlan {
  const { digest, size } = descriptor;
  const path = descriptor.path === undefined ? undefined : reading.tree.resolve(descriptor.path);
  const unreadable =
    path === undefined ? whyMissing(descriptor, reading.tree.name) : whyUnreadable(descriptor.mediaType);
  return {
    index,
    blob: path ?? descriptor.path ?? digest,
    digest,
    ...(size === undefined ? {} : { size }),
    ...(unreadable === undefined ? {} : { unreadable }),
  };
}

function whyMissing({ mediaType, path, urls }: Descriptor, source: string): string {
  if (path === undefined) return 'its descriptor has no valid sha256 or sha512 digest';
  if (isForeign(mediaType) || urls.length > 0)
    return 'a foreign layer, kept elsewhere; its URLs are never fetched';
  return `its blob is not in ${source}; save or copy the image again, whole`;
}

function whyUnreadable(mediaType: string): string | undefined {
  if (isEncrypted(mediaType)) return 'encrypted; decrypt the image first (`skopeo copy --decryption-key`)';
  if (mediaType !== '' && !isLayer(mediaType)) return `${mediaType} is no type of an image layer`;
  return undefined;
}

/** Config and layers put together: which diffID and which history entry is whose, where the counts agree. */
export function buildImage(
  reading: Reading,
  blob: JsonBlob,
  plans: readonly LayerPlan[],
  { kind, digest, tags }: Pick<Image, 'kind' | 'digest' | 'tags'>,
): Image {
  const { limits, skips } = reading;
  const config = parseConfig(blob.value, limits.historyEntries);
  if (list(record(blob.value)?.history).length > limits.historyEntries) {
    skips.add(blob.path, `history read up to entry ${limits.historyEntries} ${limitHint('historyEntries')}`);
  }
  if (plans.length > limits.layersPerImage) {
    skips.add(digest, `layers read up to number ${limits.layersPerImage} ${limitHint('layersPerImage')}`);
  }
  if (kind === 'image' && config.diffIds.length !== plans.length) {
    skips.add(
      blob.path,
      `names ${config.diffIds.length} diffIDs for ${plans.length} layers: contents not verified`,
    );
  }
  const platform = platformOf(config.raw);
  return {
    kind,
    name: tags[0] ?? (shortDigest(digest) || reading.tree.name),
    tags,
    digest,
    ...(platform === undefined ? {} : { platform }),
    config,
    configText: blob.text,
    configBlob: blob.path,
    layers: matchLayers(reading, plans.slice(0, limits.layersPerImage), plans.length, config),
    annotations: [],
    attestations: [],
  };
}

function matchLayers(
  reading: Reading,
  plans: readonly LayerPlan[],
  count: number,
  { diffIds, history }: ImageConfig,
): Layer[] {
  const made: readonly HistoryEntry[] = history.filter((entry) => !entry.emptyLayer);
  return plans.map((plan, i) => {
    const diffId = diffIds.length === count ? diffIds[i] : undefined;
    const entry = made.length === count ? made[i] : undefined;
    return createLayer(reading, {
      ...plan,
      ...(diffId === undefined ? {} : { diffId }),
      ...(entry === undefined ? {} : { history: entry }),
    });
  });
}
