import type { Limits } from '../config/limits.ts';
import type { Patience } from '../config/patience.ts';

export { ImageError } from '../config/errors.ts';

/** Where an image is read from. One implementation a place: archive, layout folder. */
export interface ImageSource {
  /** As the user named it. */
  readonly name: string;
  /** Every image inside, in the order of its index; attestation manifests come with the image they speak of. */
  images(): AsyncIterable<Image>;
  /**
   * What belongs to no image: legacy v1 configs, `repositories`, configs, attestations and layers that nothing refers
   * to. To be asked after `images` has run to its end.
   */
  loose(): AsyncIterable<LooseBlob>;
  /** What could not be read so far, with the reason: grows while `images`, `loose` and layers are read. */
  readonly skipped: readonly Skip[];
  close(): Promise<void>;
}

export interface Skip {
  /** The blob, file or entry: a path or a digest. */
  what: string;
  reason: string;
  /** The source does not hold it, as other platforms of an index: nothing that is there was left unread. */
  absent?: true;
}

/** A text as it stands, or a file of another kind, whose content is read as a layer's: a tar, or one file. */
export type LooseBlob = LooseText | { layer: Layer };

export interface LooseText {
  /** Inside the source: `0123abcd…/json`, `blobs/sha256/…`. */
  path: string;
  text: string;
}

export interface Image {
  /**
   * `build-cache`: what BuildKit's cache export wrote; its config has no env, its layers are those of build steps.
   * `unreferenced`: what no image of a source refers to; its layers have nothing to do with each other.
   */
  kind: 'image' | 'build-cache' | 'unreferenced';
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
  /** Where that stands in the source. */
  configBlob: string;
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
  /** Where its bytes stand in the source: layers of one source with one `blob` hold the same files. Claimed digests prove less. */
  blob: string;
  /** Of the blob as stored, `sha256:…`, where known. */
  digest?: string;
  /** Of the uncompressed tar, from the config. */
  diffId?: string;
  /** In bytes, as stored, where known. */
  size?: number;
  /** The history entry that made it, where the counts agree. */
  history?: HistoryEntry;
  /** Stands for its bytes: as long as it is the same, so are they. Absent where nothing is known to do so. */
  address?: string;
  /** Where another thread can read it; absent where it does not lie open in a file of the system. */
  stored?: StoredLayer;
  /** What another thread needs to know to read it. */
  plan: LayerPlan;
  limits: Limits;
  /** How long its source may take. */
  patience?: Patience | undefined;
  /** Takes in what such a thread could not read. */
  tell(skip: Skip): void;
  /** Why `entries` brings nothing: the blob is missing, encrypted, foreign, of another type. In `skipped` as well. */
  unreadable?: string;
  /**
   * The layer's files, in tar order, decompressed as they are read. What is damaged, cut short, above a limit or
   * not what its digests promise becomes an entry of `ImageSource.skipped`; what was read before stands. Throws only
   * what the visitor throws. Layers may be read at the same time.
   */
  entries(visitor: LayerVisitor): Promise<LayerRead>;
  /** Its bytes as they are stored. Throws ImageError while it is read, where they are cut short or damaged. */
  bytes(): AsyncGenerator<Buffer, void, void>;
  /** The digest of its bytes as they are stored, computed from them; undefined where they cannot be read. */
  hash(): Promise<string | undefined>;
}

/** What reading a layer tells of it as a whole. */
export interface LayerRead {
  /** Of the uncompressed tar, computed from it; absent where anything of it was damaged, missing or not as promised. */
  diffId?: string;
}

/** A layer's blob within a file of the system. */
export interface StoredLayer {
  file: string;
  offset: number;
  /** In bytes, as stored. */
  size: number;
}

/** What is known of a layer before it is read. */
export interface LayerPlan {
  index: number;
  /** A path in the tree; the name of a missing one where `unreadable` says so. */
  blob: string;
  digest?: string;
  diffId?: string;
  size?: number;
  history?: HistoryEntry;
  unreadable?: string;
  /** Its bytes are one file, not a tar of files. */
  isFile?: boolean;
}

/** Called synchronously, in order, for each entry of a layer. */
export interface LayerVisitor {
  /** `path` starts with `/`, is normalised, and never climbs out. Return a sink to receive the entry's bytes. */
  entry(entry: LayerEntry): FileSink | undefined;
  /** How many bytes were taken in, as stored. */
  read?: ((bytes: number) => void) | undefined;
  /** What has to be done before more is read, where there is such. */
  settle?(): Promise<void> | undefined;
}

export interface LayerEntry {
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** Bytes that a sink receives; 0 for all but regular files, some `other` ones and odd whiteouts. */
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
