import { type SavedImage, savedImage } from './docker.ts';
import { type Image, ImageError, type ImageSource, type LooseBlob, type Skip } from './image.ts';
import { findLoose, type LooseFile, readLoose } from './loose.ts';
import { ociImages } from './oci.ts';
import { isPlatform } from './platform.ts';
import type { Reading } from './reading.ts';
import { type Wanted, wantedBy } from './reference.ts';

export interface Contents {
  /** Parsed index.json, where there is one. */
  index?: unknown;
  /** manifest.json, where there is one. */
  saved: readonly SavedImage[];
}

/** Which of the images are asked for; all of them by default. */
export interface Asked {
  /** A tag or number. */
  reference?: string;
  /** As parsePlatform gives it. */
  platform?: string;
}

/**
 * An archive or layout folder, or what looks like one. Where a tar has both tables (docker 25 and later), index.json tells the images, for
 * it has the attestations, and manifest.json their tags; an image that only one of them has comes all the same.
 */
export class LocalSource implements ImageSource {
  readonly name: string;
  readonly #reading: Reading;
  readonly #contents: Contents;
  readonly #asked: Asked;
  readonly #platforms = new Set<string>();
  #loose: readonly LooseFile[] = [];

  constructor(reading: Reading, contents: Contents, asked: Asked = {}) {
    this.name = reading.tree.name;
    this.#reading = reading;
    this.#contents = contents;
    this.#asked = asked;
  }

  get skipped(): readonly Skip[] {
    return this.#reading.skips.list;
  }

  async *images(): AsyncGenerator<Image> {
    const seen = new Set<string>();
    const wanted = tracking(wantedBy(this.#asked.reference), seen);
    const left = new Set(this.#contents.saved);
    let found = 0;
    for await (const image of this.#all(wanted, left)) {
      if (!this.#isOfPlatform(image.platform)) continue;
      found += 1;
      yield image;
    }
    await this.#finish(found, seen);
  }

  async *loose(): AsyncGenerator<LooseBlob> {
    yield* readLoose(this.#reading, this.#loose);
  }

  async close(): Promise<void> {
    await this.#reading.tree.close();
  }

  async *#all(wanted: Wanted, left: Set<SavedImage>): AsyncGenerator<Image> {
    yield* this.#indexed(wanted, left);
    for (const entry of left) {
      if (!isWanted(entry, wanted)) continue;
      const image = await savedImage(this.#reading, entry);
      if (image) yield image;
    }
  }

  /** What does not say its platform is no reason to leave it out. */
  #isOfPlatform(stated: string | undefined): boolean {
    const { platform } = this.#asked;
    if (stated !== undefined) this.#platforms.add(stated);
    return platform === undefined || stated === undefined || isPlatform(stated, platform);
  }

  /** Images of index.json; their twins are taken out of `left`. */
  async *#indexed(wanted: Wanted, left: Set<SavedImage>): AsyncGenerator<Image> {
    const { index, saved } = this.#contents;
    if (index === undefined) return;
    // With both tables, tags and numbers are those of manifest.json: which images are wanted is known afterwards.
    const all: Wanted = () => true;
    const follows = (stated: string | undefined) => this.#isOfPlatform(stated);
    for await (const image of ociImages(this.#reading, index, saved.length > 0 ? all : wanted, follows)) {
      const twins = saved.filter((entry) => isTwin(this.#reading, image, entry));
      for (const twin of twins) left.delete(twin);
      const tags = [...new Set(twins.flatMap((twin) => twin.tags))];
      const known = tags.length > 0 ? { ...image, name: tags[0] ?? image.name, tags } : image;
      const asked = twins.some((twin) => isWanted(twin, wanted));
      if (asked || saved.length === 0 || (twins.length === 0 && wanted(image.tags, -1))) yield known;
    }
  }

  async #finish(found: number, seen: ReadonlySet<string>): Promise<void> {
    const { skips } = this.#reading;
    const { reference, platform } = this.#asked;
    if (platform !== undefined && found === 0 && skips.list.length === 0) {
      const others = [...this.#platforms].sort().join(', ') || 'no image';
      throw new ImageError(`${this.name}: holds no image for ${platform}; it holds ${others}`);
    }
    if (reference === undefined && platform === undefined) {
      if (found === 0 && skips.list.length === 0) skips.add(this.name, 'holds no image');
      // Else blobs of the other images would pass for loose ones.
      this.#loose = await findLoose(this.#reading);
    } else if (found === 0 && skips.list.length === 0) {
      const names = [...seen].join(', ') || 'images without a name (ask for @0, @1, …)';
      throw new ImageError(`${this.name}: holds no image ${reference}; it holds ${names}`);
    }
  }
}

/** The same config and the same layers: then it is the same image. */
function isTwin({ tree }: Reading, image: Image, saved: SavedImage): boolean {
  const layers = saved.layers.map((layer) => tree.resolve(layer) ?? layer);
  return (
    image.configBlob === tree.resolve(saved.config) &&
    layers.join() === image.layers.map(({ blob }) => blob).join()
  );
}

function isWanted({ tags, positions }: SavedImage, wanted: Wanted): boolean {
  return positions.some((position) => wanted(tags, position));
}

function tracking(wanted: Wanted, seen: Set<string>): Wanted {
  return (tags, index) => {
    for (const tag of tags) seen.add(tag);
    return wanted(tags, index);
  };
}
