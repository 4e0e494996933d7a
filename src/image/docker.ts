import { buildImage } from './build-image.ts';
import { digestOfPath } from './digest.ts';
import type { Image, LayerPlan } from './image.ts';
import { list, record, text, texts } from './json.ts';
import { type Reading, readJson } from './reading.ts';

/** An image of `manifest.json` as `docker save` writes it, old layout or blobs (moby, tarexport/save.go). */
export interface SavedImage {
  config: string;
  tags: readonly string[];
  layers: readonly string[];
  /** Where in the list it stands: an image may be listed again. */
  positions: readonly number[];
}

export function parseSaved(value: unknown): SavedImage[] {
  const images = new Map<string, SavedImage>();
  for (const [position, item] of list(value).entries()) {
    const json = record(item) ?? {};
    const [config, tags, layers] = [text(json.Config) ?? '', texts(json.RepoTags), texts(json.Layers)];
    const key = JSON.stringify([config, layers]);
    const before = images.get(key);
    images.set(key, {
      config,
      layers,
      tags: [...new Set([...(before?.tags ?? []), ...tags])],
      positions: [...(before?.positions ?? []), position],
    });
  }
  return [...images.values()];
}

/** Reads one entry; nothing (and a skip) where its config cannot be read. */
export async function savedImage(reading: Reading, saved: SavedImage): Promise<Image | undefined> {
  const { tree, skips } = reading;
  const path = tree.resolve(saved.config);
  if (path === undefined) {
    const name = saved.tags[0] ?? saved.config;
    skips.add(name, `image not read: its config ${saved.config || '(no name)'} is not in ${tree.name}`);
    return undefined;
  }
  const blob = await readJson(reading, path);
  if (!blob) return undefined;
  const plans = saved.layers.map((layer, index) => planLayer(reading, layer, index));
  return buildImage(reading, blob, plans, { kind: 'image', digest: blob.digest, tags: saved.tags });
}

function planLayer({ tree }: Reading, layer: string, index: number): LayerPlan {
  const path = tree.resolve(layer);
  if (path === undefined)
    return { index, blob: layer, unreadable: `it is not in ${tree.name}; save the image again` };
  const digest = path.startsWith('blobs/') ? digestOfPath(path) : undefined;
  return { index, blob: path, ...(digest === undefined ? {} : { digest }) };
}
