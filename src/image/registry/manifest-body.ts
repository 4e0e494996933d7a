import { createHash } from 'node:crypto';
import type { Limits } from '../../config/limits.ts';
import { blobPath } from '../digest.ts';
import { record, text } from '../json.ts';
import { wholeBody } from './body.ts';
import type { RegistryClient } from './client.ts';
import { RegistryError } from './errors.ts';
import type { RegistryReference } from './reference.ts';
import type { Timing } from './timing.ts';

export interface ManifestBody {
  bytes: Buffer;
  mediaType: string;
  /** As the registry claims, if it does. */
  claimed?: string;
}

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/;

export interface ManifestOptions {
  client: RegistryClient;
  reference: RegistryReference;
  limits: Limits;
  timing: Timing;
}

/** A manifest or index by tag or digest, called `name` in errors. Throws ImageError where it cannot be read. */
export async function readManifest(
  { client, reference, limits, timing }: ManifestOptions,
  version: string,
  name: string,
): Promise<ManifestBody> {
  const what = `${reference.host}/${reference.path}: ${name}`;
  const get = () => client.get(`manifests/${version}`, what, { accept: ACCEPT });
  const { reply, bytes } = await wholeBody(get, { what, limit: limits.jsonBytes, timing });
  const type = [reply.headers['content-type']].flat()[0]?.split(';')[0]?.trim();
  const claimed = [reply.headers['docker-content-digest']].flat()[0];
  return {
    bytes,
    mediaType:
      type === undefined || /^(?:application|text)\/(?:json|plain|octet-stream)$/.test(type)
        ? typeIn(bytes)
        : type,
    ...(claimed === undefined ? {} : { claimed }),
  };
}

/**
 * The manifest that a reference names, and its digest, which is computed from what came. Throws ImageError where it is
 * not the one that the reference or the registry itself promises.
 */
export async function readTopManifest(options: ManifestOptions): Promise<ManifestBody & { digest: string }> {
  const { host, path, tag, digest } = options.reference;
  const version = digest ?? tag ?? 'latest';
  const body = await readManifest(options, version, version);
  const what = `${host}/${path}: ${version}`;
  if (SCHEMA_1.test(body.mediaType))
    throw new RegistryError(
      `${what}: Docker image manifest schema 1 is not supported; push the image again with a current engine`,
    );
  for (const promised of [digest, body.claimed]) {
    const found = promised === undefined ? undefined : digestLike(promised, body.bytes);
    if (found !== undefined && found !== promised)
      throw new RegistryError(`${what}: the manifest is damaged: its digest is ${found}, not ${promised}`);
  }
  return { ...body, digest: digest ?? digestLike('sha256:', body.bytes) ?? '' };
}

/** The digest of `bytes` by the algorithm of another one; nothing where that is none. */
function digestLike(other: string, bytes: Buffer): string | undefined {
  const [algorithm = ''] = other.split(':');
  if (other !== 'sha256:' && blobPath(other) === undefined) return undefined;
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

function typeIn(bytes: Buffer): string {
  try {
    return text(record(JSON.parse(bytes.toString('utf8')))?.mediaType) ?? '';
  } catch {
    return '';
  }
}
