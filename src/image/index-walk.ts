import { limitHint } from '../config/limits.ts';
import { type Descriptor, parseDescriptor } from './descriptor.ts';
import { list, record, textMap } from './json.ts';
import {
  type Annotations,
  annotationsAt,
  type Entry,
  type Manifest,
  otherTexts,
  parseManifest,
} from './manifest.ts';
import { CACHE_CONFIG, isLayer } from './media-types.ts';
import { type Reading, readJson } from './reading.ts';

interface Level {
  annotations: Annotations;
  tags: readonly string[];
  depth: number;
}

/** Every manifest that an index leads to, each once, in its order. What cannot be followed becomes a skip. */
export class IndexWalk {
  readonly manifests: Manifest[] = [];
  readonly #reading: Reading;
  readonly #follows: (platform: string | undefined) => boolean;
  readonly #visited = new Set<string>();

  constructor(reading: Reading, follows: (platform: string | undefined) => boolean) {
    this.#reading = reading;
    this.#follows = follows;
  }

  /** `value` is a parsed index; only its entries that pass `wanted` are followed. */
  async index(
    value: unknown,
    wanted: (tags: readonly string[], i: number) => boolean = () => true,
  ): Promise<void> {
    await this.#level(value, { annotations: [], tags: [], depth: 0 }, wanted);
  }

  async #level(
    value: unknown,
    level: Level,
    wanted: (tags: readonly string[], i: number) => boolean,
  ): Promise<void> {
    const json = record(value) ?? {};
    const descriptors = list(json.manifests).map(parseDescriptor);
    const above = [
      ...level.annotations,
      ...annotationsAt('index.annotations', textMap(json.annotations)),
      ...otherTexts('index', json),
    ];
    const cache = descriptors.find((descriptor) => descriptor.mediaType === CACHE_CONFIG);
    if (cache) this.#cacheIndex(cache, descriptors, above, level.tags);
    for (const [i, descriptor] of descriptors.entries()) {
      const tags = [...new Set([...level.tags, ...tagsOf(descriptor)])];
      // An attestation has no tag of its own; it matters only if its subject is wanted.
      const follows = descriptor.annotations['vnd.docker.reference.digest'] !== undefined || wanted(tags, i);
      if (!follows || (cache && (descriptor === cache || isLayer(descriptor.mediaType)))) continue;
      const annotations = [
        ...above,
        ...annotationsAt(`index.manifests[${i}].annotations`, descriptor.annotations),
      ];
      await this.#follow({ descriptor, annotations, tags }, level.depth + 1);
    }
  }

  async #follow(entry: Entry, depth: number): Promise<void> {
    const { skips, limits, tree } = this.#reading;
    const { descriptor } = entry;
    const path = descriptor.path;
    const what = descriptor.digest || 'index.json';
    if (!this.#follows(descriptor.platform)) return;
    if (path === undefined) return skips.add(what, 'an index entry has no valid sha256 or sha512 digest');
    if (this.#visited.has(path)) return;
    this.#visited.add(path);
    if (this.#visited.size > limits.manifests) {
      return skips.add(what, `more than ${limits.manifests} manifests ${limitHint('manifests')}`);
    }
    if (depth > limits.indexDepth)
      return skips.add(what, `index inside index ${depth} deep ${limitHint('indexDepth')}`);
    if (tree.resolve(path) === undefined) return this.#missing(descriptor, depth);
    const blob = await readJson(this.#reading, path, descriptor.size, 'manifest');
    if (!blob) return;
    if (Array.isArray(record(blob.value)?.manifests)) {
      await this.#level(blob.value, { annotations: entry.annotations, tags: entry.tags, depth }, () => true);
    } else if (record(blob.value)?.schemaVersion === 1) {
      skips.add(
        path,
        'Docker image manifest schema 1 is not supported; pull and save the image with a current engine',
      );
    } else {
      this.manifests.push(parseManifest(blob.value, entry, descriptor.digest));
    }
  }

  /** Below the top, engines keep an index whole though they hold but some of its platforms. */
  #missing({ digest, platform }: Descriptor, depth: number): void {
    const name = platform === undefined ? 'the manifest' : `the manifest for ${platform}`;
    this.#reading.skips.add(digest, `${name} is not in ${this.#reading.tree.name}`, depth > 1);
  }

  /** BuildKit's cache export in index form: its layers and its config are the entries (cache/remotecache/export.go). */
  #cacheIndex(
    config: Descriptor,
    descriptors: readonly Descriptor[],
    annotations: Annotations,
    tags: readonly string[],
  ): void {
    const layers = descriptors.filter((descriptor) => isLayer(descriptor.mediaType));
    this.manifests.push({ digest: config.digest, config, layers, annotations, tags });
  }
}

function tagsOf({ annotations }: Descriptor): string[] {
  const names = [annotations['io.containerd.image.name'], annotations['org.opencontainers.image.ref.name']];
  return names.filter((name) => name !== undefined).slice(0, 1);
}
