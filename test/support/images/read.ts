import type { Image, ImageSource, Layer, LayerEntry } from '../../../src/image/image.ts';
import { type OpenOptions, openImage } from '../../../src/image/open.ts';

export interface ReadEntry extends LayerEntry {
  content: string;
}

/** A layer's entries with their contents. */
async function readLayer(layer: Layer): Promise<ReadEntry[]> {
  const entries: ReadEntry[] = [];
  await layer.entries({
    entry(entry) {
      const read = { ...entry, content: '' };
      entries.push(read);
      return {
        write: (chunk) => {
          read.content += Buffer.from(chunk).toString('latin1');
        },
        end: () => {},
      };
    },
  });
  return entries;
}

export interface ReadImage {
  image: Image;
  layers: ReadEntry[][];
}

/** Everything of a source, read to the end and closed. */
export async function readAll(ref: string, options?: OpenOptions) {
  return readSource(await openImage(ref, options));
}

/** As readAll, of an open source. */
export async function readSource(source: ImageSource) {
  try {
    const images = await readImages(source);
    const blobs = await allOf(source.loose());
    const loose = blobs.flatMap((blob) => ('layer' in blob ? [] : [blob]));
    const looseLayers: ReadEntry[][] = [];
    for (const blob of blobs) if ('layer' in blob) looseLayers.push(await readLayer(blob.layer));
    return { images, loose, looseLayers, skipped: source.skipped };
  } finally {
    await source.close();
  }
}

async function readImages(source: ImageSource): Promise<ReadImage[]> {
  const images: ReadImage[] = [];
  for await (const image of source.images()) {
    const layers: ReadEntry[][] = [];
    for (const layer of image.layers) layers.push(await readLayer(layer));
    images.push({ image, layers });
  }
  return images;
}

async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
