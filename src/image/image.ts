/** Where an image is read from. One implementation a place: archive, layout folder. */
export interface ImageSource {
  /** As the user named it. */
  readonly name: string;
  /** Every image inside, in the order of its index; attestation manifests come with the image they speak of. */
  images(): AsyncIterable<Image>;
  /** What could not be read so far, with the reason: grows while `images` and layers are read. */
  readonly skipped: readonly Skip[];
  close(): Promise<void>;
}

export interface Skip {
  /** The blob, file or entry: a path or a digest. */
  what: string;
  reason: string;
}

export interface Image {
  /** The first tag, else the short digest, else the source's name. */
  name: string;
  tags: readonly string[];
  /** Of the manifest, `sha256:…`; of the config where the archive has no manifest blob. */
  digest: string;
  /** `linux/amd64`, with a variant where there is one. */
  platform?: string;
  config: ImageConfig;
  /** The config blob's exact text. */
  configText: string;
  /** Lowest first. */
  layers: readonly Layer[];
  /** Of index entry, manifest and layer descriptors: where each stands, e.g. `manifest.annotations`. */
  annotations: readonly { pointer: string; key: string; value: string }[];
  /** In-toto statements about this image (provenance, SBOM), whole, as text. */
  attestations: readonly { digest: string; predicateType: string; text: string }[];
}

/** The parts of an OCI image config that the auditor reads by name; the rest is in `raw`. */
export interface ImageConfig {
  env: readonly string[];
  labels: Readonly<Record<string, string>>;
  cmd: readonly string[];
  entrypoint: readonly string[];
  healthcheck: readonly string[];
  onbuild: readonly string[];
  history: readonly HistoryEntry[];
  diffIds: readonly string[];
  /** The parsed JSON object. */
  raw: Readonly<Record<string, unknown>>;
}

export interface HistoryEntry {
  createdBy: string;
  comment?: string;
  author?: string;
  emptyLayer: boolean;
}

export interface Layer {
  /** 0 is the lowest. */
  index: number;
  /** Of the blob as stored, `sha256:…`, where known. */
  digest?: string;
  /** Of the uncompressed tar, from the config. */
  diffId?: string;
  /** The history entry that made it, where the counts agree. */
  history?: HistoryEntry;
  /** The layer's files, in tar order, decompressed as they are read. Throws `ImageError` where the stream ends early or is damaged. */
  entries(visitor: LayerVisitor): Promise<void>;
}

/** Called synchronously, in order, for each entry of a layer. */
export interface LayerVisitor {
  /** `path` starts with `/`, is normalised, and never climbs out. Return a sink to receive a regular file's bytes. */
  entry(entry: LayerEntry): FileSink | undefined;
}

export interface LayerEntry {
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** In bytes; 0 for all but regular files. */
  size: number;
  linkPath?: string;
  /** `.wh.NAME` marks `NAME` as deleted below; an opaque folder hides all that lies below it. `path` is then the deleted path. */
  whiteout?: 'file' | 'opaque';
  xattrs?: Readonly<Record<string, string>>;
}

export interface FileSink {
  /** The bytes are only lent: copy what must outlive the call. */
  write(chunk: Uint8Array): void;
  end(): void;
}

/** Bad input, said so that the reader can mend it. `message` names the file, the place and the mend. */
export class ImageError extends Error {
  override name = 'ImageError';
}
