import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuiltImage, buildTestImage, digestOf, hexOf, type TestImage } from './image.ts';
import { type TestFile, tarOf } from './tar.ts';

/** Path -> content, of a layout or of an archive before it is packed. */
export type Blobs = Map<string, Buffer>;

/** `docker save` before version 25: a folder a layer, `<hex>.json`, manifest.json. */
export function oldDockerFiles(images: readonly TestImage[]): TestFile[] {
  const files = new Map<string, TestFile>();
  const manifest = images.map((image) => {
    const built = buildTestImage(image);
    const layers = built.layers.map(({ tar, diffId }, i) => {
      const id = hexOf(`${i} ${diffId}`);
      files.set(`${id}/VERSION`, { path: `${id}/VERSION`, content: '1.0' });
      files.set(`${id}/json`, { path: `${id}/json`, content: JSON.stringify({ id }) });
      files.set(`${id}/layer.tar`, { path: `${id}/layer.tar`, content: tar });
      return `${id}/layer.tar`;
    });
    const config = `${hexOf(built.config)}.json`;
    files.set(config, { path: config, content: built.config });
    return { Config: config, RepoTags: image.tags ?? null, Layers: layers };
  });
  return [...files.values(), json('manifest.json', manifest), json('repositories', {})];
}

/** `docker save` since version 25: an OCI layout with manifest.json beside index.json. */
export function newDockerFiles(images: readonly TestImage[]): TestFile[] {
  const blobs = ociBlobs(images);
  const manifest = images.map((image) => {
    const built = buildTestImage(image);
    return {
      Config: `blobs/sha256/${hexOf(built.config)}`,
      RepoTags: image.tags ?? null,
      Layers: built.layers.map(({ blob }) => `blobs/sha256/${hexOf(blob)}`),
    };
  });
  blobs.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  return filesOf(blobs);
}

/** An OCI layout: blobs, index.json, oci-layout. */
export function ociBlobs(images: readonly TestImage[]): Blobs {
  const blobs: Blobs = new Map([['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')]]);
  const manifests = images.flatMap((image) => manifestsOf(image, blobs));
  blobs.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
  return blobs;
}

/** Adds an image's blobs; returns its descriptor, and that of its attestation manifest. */
export function manifestsOf(image: TestImage, blobs: Blobs): Record<string, unknown>[] {
  const built = buildTestImage(image);
  const manifest = putJson(blobs, manifestOf(image, built, blobs));
  const tag = image.tags?.[0];
  const descriptor = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...manifest,
    platform: image.platform ?? { os: 'linux', architecture: 'amd64' },
    ...(tag === undefined ? {} : { annotations: { 'org.opencontainers.image.ref.name': tag } }),
  };
  return image.attestations
    ? [descriptor, attestation(image.attestations, manifest.digest, blobs)]
    : [descriptor];
}

function manifestOf(image: TestImage, { config, layers }: BuiltImage, blobs: Blobs): unknown {
  for (const { blob } of layers) put(blobs, blob);
  return {
    schemaVersion: 2,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...put(blobs, config) },
    layers: layers.map(({ blob, mediaType }) => ({ mediaType, digest: digestOf(blob), size: blob.length })),
    ...(image.annotations ? { annotations: image.annotations } : {}),
  };
}

function attestation(statements: NonNullable<TestImage['attestations']>, subject: string, blobs: Blobs) {
  const layers = statements.map(({ predicateType, predicate }) => ({
    mediaType: 'application/vnd.in-toto+json',
    ...putJson(blobs, { _type: 'https://in-toto.io/Statement/v0.1', predicateType, predicate }),
    annotations: { 'in-toto.io/predicate-type': predicateType },
  }));
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    ...putJson(blobs, { os: 'unknown' }),
  };
  return {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...putJson(blobs, { schemaVersion: 2, config, layers }),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': subject,
    },
  };
}

/** Adds a blob; returns the digest and size of its descriptor. */
export function put(blobs: Blobs, content: Buffer): { digest: string; size: number } {
  blobs.set(`blobs/sha256/${hexOf(content)}`, content);
  return { digest: digestOf(content), size: content.length };
}

export function putJson(blobs: Blobs, value: unknown): { digest: string; size: number } {
  return put(blobs, Buffer.from(JSON.stringify(value)));
}

export function filesOf(blobs: Blobs): TestFile[] {
  return [...blobs].map(([path, content]) => ({ path, content }));
}

/** Writes an archive of `files`; returns its path. */
export async function writeArchive(path: string, files: readonly TestFile[]): Promise<string> {
  await writeFile(path, tarOf(files));
  return path;
}

/** Writes a layout folder; returns its path. */
export async function writeLayout(folder: string, blobs: Blobs): Promise<string> {
  for (const [path, content] of blobs) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

function json(path: string, value: unknown): TestFile {
  return { path, content: JSON.stringify(value) };
}
