import { type Descriptor, parseDescriptor } from './descriptor.ts';
import type { Image } from './image.ts';
import { list, record, text, textMap } from './json.ts';
import { CACHE_CONFIG, IN_TOTO, isImageConfig, isLayer } from './media-types.ts';

export type Annotations = Image['annotations'];

/** A manifest, and how the indexes above led to it. */
export interface Manifest {
  digest: string;
  config: Descriptor;
  layers: readonly Descriptor[];
  annotations: Annotations;
  tags: readonly string[];
  artifactType?: string;
  platform?: string;
  /** The manifest that this one speaks of. */
  subject?: string;
}

type Kind = Image['kind'] | 'attestation' | 'artifact';

/** An attestation by BuildKit's annotation or by its content; an image or a build cache by its config. */
export function kindOf(manifest: Manifest): Kind {
  const { config, layers } = manifest;
  const statements = layers.filter((layer) => layer.mediaType === IN_TOTO).length;
  if (layers.length > 0 && statements === layers.length) return 'attestation';
  if (config.mediaType === CACHE_CONFIG) return 'build-cache';
  if (!isImageConfig(config.mediaType)) return 'artifact';
  const foreign =
    layers.length > 0 && layers.every((layer) => layer.mediaType !== '' && !isLayer(layer.mediaType));
  return foreign && manifest.subject !== undefined ? 'artifact' : 'image';
}

/** How an index entry points to a manifest. */
export interface Entry {
  descriptor: Descriptor;
  annotations: Annotations;
  tags: readonly string[];
}

/** The manifest in `value`, reached by `entry`. Never throws: what is malformed reads as absent. */
export function parseManifest(value: unknown, entry: Entry, digest: string): Manifest {
  const json = record(value) ?? {};
  const { descriptor } = entry;
  const layers = list(json.layers).map(parseDescriptor);
  const config = parseDescriptor(json.config);
  const artifactType = text(json.artifactType) ?? descriptor.artifactType;
  const subject = descriptor.annotations['vnd.docker.reference.digest'] ?? text(record(json.subject)?.digest);
  return {
    digest,
    config,
    layers,
    tags: entry.tags,
    annotations: [
      ...entry.annotations,
      ...annotationsAt('manifest.annotations', textMap(json.annotations)),
      ...otherTexts('manifest', json),
      ...toldBy('manifest.config', config),
      ...layers.flatMap((layer, i) => toldBy(`manifest.layers[${i}]`, layer)),
    ],
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(descriptor.platform === undefined ? {} : { platform: descriptor.platform }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** What a descriptor holds besides what it points to. */
function toldBy(pointer: string, { annotations, data }: Descriptor): Annotations {
  const inside = data === undefined ? [] : [{ pointer, key: 'data', value: data }];
  return [...annotationsAt(`${pointer}.annotations`, annotations), ...inside];
}

/** Fields that are read by name, or hold nothing but digests, sizes and types. */
const READ = new Set([
  'annotations',
  'architecture',
  'data',
  'digest',
  'manifests',
  'mediaType',
  'os',
  'schemaVersion',
  'size',
  'variant',
]);

/** What else stands in an index or manifest: urls, fields that no specification knows. */
export function otherTexts(pointer: string, value: unknown): Annotations {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (READ.has(key)) return [];
    const place = Array.isArray(value) ? `${pointer}[${key}]` : `${pointer}.${key}`;
    return typeof item === 'string' ? [{ pointer: place, key, value: item }] : otherTexts(place, item);
  });
}

export function annotationsAt(pointer: string, map: Readonly<Record<string, string>>): Annotations {
  return Object.entries(map).map(([key, value]) => ({ pointer, key, value }));
}
