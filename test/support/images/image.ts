import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type TestFile, tarOf } from './tar.ts';
import { zstdFrame } from './zstd.ts';

export type TestCompression = 'none' | 'gzip' | 'zstd';

interface TestLayer {
  files: readonly TestFile[];
  compression?: TestCompression;
  /** Instead of the tar of `files`. */
  tar?: Buffer;
}

export interface TestImage {
  /** The `config` object: Env, Labels, Cmd, … */
  config?: Readonly<Record<string, unknown>>;
  history?: readonly Readonly<Record<string, unknown>>[];
  layers: readonly TestLayer[];
  tags?: readonly string[];
  platform?: { os: string; architecture: string; variant?: string };
  annotations?: Readonly<Record<string, string>>;
  /** In-toto predicates: each becomes a statement in one attestation manifest. */
  attestations?: readonly { predicateType: string; predicate: unknown }[];
}

interface BuiltLayer {
  tar: Buffer;
  blob: Buffer;
  diffId: string;
  digest: string;
  mediaType: string;
}

export interface BuiltImage {
  config: Buffer;
  layers: readonly BuiltLayer[];
}

/** The same description gives the same bytes. */
export function buildTestImage(image: TestImage): BuiltImage {
  const layers = image.layers.map(buildLayer);
  const config = Buffer.from(
    JSON.stringify({
      ...(image.platform ?? { os: 'linux', architecture: 'amd64' }),
      config: image.config ?? {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: image.history ?? layers.map((_, i) => ({ created_by: `RUN step ${i} # buildkit` })),
    }),
  );
  return { config, layers };
}

function buildLayer(layer: TestLayer): BuiltLayer {
  const tar = layer.tar ?? tarOf(layer.files);
  const compression = layer.compression ?? 'none';
  const blob = compression === 'gzip' ? gzipSync(tar) : compression === 'zstd' ? zstdFrame(tar) : tar;
  const suffix = compression === 'none' ? '' : `+${compression}`;
  const mediaType = `application/vnd.oci.image.layer.v1.tar${suffix}`;
  return { tar, blob, diffId: digestOf(tar), digest: digestOf(blob), mediaType };
}

export function digestOf(bytes: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function hexOf(bytes: string | Uint8Array): string {
  return digestOf(bytes).slice('sha256:'.length);
}
