import { blobPath } from './digest.ts';
import { type Json, record, text, textMap, texts } from './json.ts';

/** An OCI content descriptor (image-spec, descriptor.md). */
export interface Descriptor {
  mediaType: string;
  digest: string;
  /** Where the blob would stand, if the digest is well-formed. */
  path?: string;
  size?: number;
  annotations: Readonly<Record<string, string>>;
  urls: readonly string[];
  platform?: string;
  artifactType?: string;
  /** The blob itself, where the descriptor brings it along, as text. */
  data?: string;
}

export function parseDescriptor(value: unknown): Descriptor {
  const json = record(value) ?? {};
  const digest = text(json.digest) ?? '';
  const path = blobPath(digest);
  const platform = platformOf(record(json.platform));
  const artifactType = text(json.artifactType);
  const data = text(json.data);
  return {
    mediaType: text(json.mediaType) ?? '',
    digest,
    annotations: textMap(json.annotations),
    urls: texts(json.urls),
    ...(path === undefined ? {} : { path }),
    ...(typeof json.size === 'number' ? { size: json.size } : {}),
    ...(platform === undefined ? {} : { platform }),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(data === undefined ? {} : { data: Buffer.from(data, 'base64').toString('utf8') }),
  };
}

/** `os/architecture[/variant]` of a platform object or an image config; nothing where it is unknown. */
export function platformOf(json: Json | undefined): string | undefined {
  const [os, architecture, variant] = [text(json?.os), text(json?.architecture), text(json?.variant)];
  if (os === undefined || architecture === undefined || os === 'unknown') return undefined;
  return [os, architecture, variant].filter((part) => part !== undefined).join('/');
}
