import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../../src/config/limits.ts';
import { LocalSource } from '../../../src/image/local-source.ts';
import type { Reading } from '../../../src/image/reading.ts';
import { openRegistry, type RegistryOptions } from '../../../src/image/registry/open.ts';
import { Skips } from '../../../src/image/skips.ts';
import { type Blobs, ociBlobs } from '../../support/images/formats.ts';
import { digestOf, type TestImage } from '../../support/images/image.ts';
import { readSource } from '../../support/images/read.ts';
import { tempFolder } from '../../support/images/temp.ts';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Handle = (request: Seen, response: ServerResponse) => void;

/** A server of this test alone, on a port of its own; `seen` grows. */
export async function serve(handle: Handle): Promise<{ host: string; seen: Seen[]; server: Server }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    seen.push(entry);
    handle(entry, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}

export interface Repository {
  blobs: Blobs;
  /** Of the image's manifest or index. */
  top: { digest: string; bytes: Buffer; mediaType: string };
  /** Answers as a registry does that holds the image as team/app:1; `false` where it does not know the path. */
  handle: Handle;
}

export const APP: TestImage = {
  config: { Env: ['X=1'] },
  layers: [{ files: [{ path: 'a', content: 'one' }], compression: 'gzip' }],
};

/** The repository team/app with one tag, 1. */
export function repository(images: readonly TestImage[] = [APP]): Repository {
  const blobs = ociBlobs(images);
  const { manifests } = JSON.parse(String(blobs.get('index.json')));
  const single = manifests.length === 1 && manifests[0];
  const bytes = single
    ? (blobs.get(`blobs/${single.digest.replace(':', '/')}`) ?? Buffer.alloc(0))
    : (blobs.get('index.json') ?? Buffer.alloc(0));
  const mediaType = single ? single.mediaType : 'application/vnd.oci.image.index.v1+json';
  const top = { digest: digestOf(bytes), bytes, mediaType };
  return { blobs, top, handle: (request, response) => answer({ blobs, top }, request, response) };
}

function answer(
  { blobs, top }: Pick<Repository, 'blobs' | 'top'>,
  { url }: Seen,
  response: ServerResponse,
): void {
  const [, kind, version = ''] = /^\/v2\/team\/app\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
  const isTop = kind === 'manifests' && (version === '1' || version === top.digest);
  const found = isTop ? top.bytes : blobs.get(`blobs/${version.replace(':', '/')}`);
  if (url === '/v2/') response.end('{}');
  else if (kind === undefined || found === undefined) response.writeHead(404).end('{"errors":[]}');
  else if (kind === 'blobs') response.end(found);
  else {
    const type = isTop ? top.mediaType : 'application/vnd.oci.image.manifest.v1+json';
    response.setHeader('docker-content-digest', digestOf(found));
    response.setHeader('content-type', type).end(found);
  }
}

/** What a test sets of openRegistry's options: no file of this machine is read, no delay is waited for. */
export async function quick(host: string, options: RegistryOptions = {}) {
  const waits: number[] = [];
  const notes: string[] = [];
  const delay = async (milliseconds: number) => void waits.push(milliseconds);
  const home = await tempFolder();
  return {
    waits,
    notes,
    options: {
      insecure: [host],
      note: (what: string, reason: string) => void notes.push(`${what}: ${reason}`),
      ...options,
      env: { PATH: process.env.PATH, HOME: home, ...options.env },
      timing: { delay, stall: 300, headers: 2_000, connect: 2_000, ...options.timing },
    } satisfies RegistryOptions,
  };
}

/** Reads `team/app:1` of a host, or `reference`, to its end. */
export async function pull(
  host: string,
  options: RegistryOptions = {},
  { reference = `${host}/team/app:1`, limits = DEFAULT_LIMITS }: { reference?: string; limits?: Limits } = {},
) {
  const { waits, notes, options: set } = await quick(host, options);
  const { tree, index } = await openRegistry(`//${reference}`, limits, set);
  const reading: Reading = { tree, limits, skips: new Skips(), used: new Set() };
  return {
    ...(await readSource(new LocalSource(reading, { index, saved: [] }, undefined))),
    index,
    waits,
    notes,
  };
}

/** The message of the error that a promise ends with. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A folder for DOCKER_CONFIG, with an account (`user:password`, or an entry as it stands) for each host. */
export async function accounts(entries: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await tempFolder();
  const auths = Object.entries(entries).map(([host, account]) => [
    host,
    typeof account === 'string' ? { auth: Buffer.from(account).toString('base64') } : account,
  ]);
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: Object.fromEntries(auths) }));
  return folder;
}
