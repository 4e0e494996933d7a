import type { Limits } from '../../config/limits.ts';
import { blobPath } from '../digest.ts';
import { ImageError } from '../image.ts';
import type { FileTree } from '../tree.ts';
import { Agents } from './agents.ts';
import type { Note } from './auth-files.ts';
import { Authorizer } from './authorize.ts';
import { RegistryClient } from './client.ts';
import { Credentials } from './credentials.ts';
import { Http } from './http.ts';
import { insecureHosts } from './insecure.ts';
import { readTopManifest } from './manifest-body.ts';
import { fullName, parseReference, type RegistryReference } from './reference.ts';
import { referringStatements } from './referrers.ts';
import { RegistryTree } from './registry-tree.ts';
import { DEFAULT_TIMING, type Timing } from './timing.ts';

export interface RegistryOptions {
  /** Account files, or folders of them, least weighty first; above those of engines and REGISTRY_AUTH_FILE. */
  authFiles?: readonly string[];
  /** Each a `HOST[:PORT]` for which plain HTTP and a certificate that is not valid will do. */
  insecure?: readonly string[];
  /** A PEM file with further CAs. */
  ca?: string;
  /** process.env where there is none. */
  env?: NodeJS.ProcessEnv;
  /** Gets what is worth telling though it ends nothing, as an account file that is unusable. */
  note?: Note;
  /** Where other times than the default ones are wanted. */
  timing?: Partial<Timing>;
}

export interface OpenedRegistry {
  tree: FileTree;
  /** An OCI index of the one image that was asked for, and of statements that refer to it. */
  index: unknown;
}

/**
 * Opens an image of a registry as an OCI layout. `rest` is what follows `docker:`, with or without slashes. Throws
 * ImageError where its manifest cannot be had; blobs are fetched when they are read.
 */
export async function openRegistry(
  rest: string,
  limits: Limits,
  options: RegistryOptions = {},
): Promise<OpenedRegistry> {
  const reference = parseReference(rest.replace(/^\/\//, ''));
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const client = await connect(reference, timing, options);
  try {
    const reading = { client, reference, limits, timing };
    const tree = new RegistryTree(reading);
    const manifest = await readTopManifest(reading);
    const { digest, mediaType, bytes } = manifest;
    const path = blobPath(digest);
    if (path === undefined) throw new ImageError(`${tree.name}: its manifest has no valid digest`);
    tree.add(path, manifest);
    const annotations = { 'org.opencontainers.image.ref.name': fullName(reference) };
    const descriptor = { mediaType, digest, size: bytes.length, annotations };
    const statements = await referringStatements(reading, manifest, options.note ?? (() => {}));
    return { tree, index: { schemaVersion: 2, manifests: [descriptor, ...statements] } };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function connect(
  reference: RegistryReference,
  timing: Timing,
  { authFiles = [], insecure = [], ca, env = process.env, note = () => {} }: RegistryOptions,
): Promise<RegistryClient> {
  const isInsecure = insecureHosts(insecure);
  const credentials = await Credentials.read(authFiles, env, note, timing.signal);
  const http = new Http({ agents: new Agents({ timing, env, ca, isInsecure }), timing, isInsecure });
  const authorizer = new Authorizer({ http, credentials, reference, timing, isInsecure });
  return RegistryClient.connect({ http, authorizer, reference, isInsecure }).catch(async (error: unknown) => {
    await http.close();
    throw error;
  });
}
