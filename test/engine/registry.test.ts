import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegistryOptions } from '../../src/image/registry/open.ts';
import { proxyTo } from '../image/registry/proxy-server.ts';
import { accounts, failure, pull } from '../image/registry/server.ts';
import { ociBlobs, putJson, writeLayout } from '../support/images/formats.ts';
import { digestOf } from '../support/images/image.ts';
import { readAll } from '../support/images/read.ts';
import { buildahBuild, buildahPush } from './buildah.ts';
import { contentOf } from './compare.ts';
import { DOCKERFILE, randomToken } from './recipe.ts';
import { type RealRegistry, startRegistry } from './registry-server.ts';
import { run, workFolder } from './run.ts';

const token = randomToken();
const ACCOUNT = `robot:${randomToken()}`;
let folder = '';
let remove = async () => {};
let registry: RealRegistry;

beforeAll(async () => {
  ({ folder, remove } = await workFolder());
  registry = await startRegistry({ folder: join(folder, 'registry'), account: ACCOUNT });
  await buildahBuild(
    { folder },
    { files: { Dockerfile: DOCKERFILE }, buildArgs: { TOKEN: token }, tag: 'app:1' },
  );
  await buildahPush({ folder }, 'app:1', `oci:${join(folder, 'built')}:1`);
  await push(`oci:${join(folder, 'built')}:1`, 'team/app:1');
}, 120_000);
afterAll(async () => {
  await registry?.stop();
  await remove();
});

const skopeoFlags = (side: string) => [`--${side}cert-dir`, registry.certs, `--${side}creds`, ACCOUNT];
const named = (name: string) => `docker://${registry.host}/${name}`;

async function push(from: string, name: string): Promise<void> {
  await run('skopeo', ['copy', '--all', '--preserve-digests', ...skopeoFlags('dest-'), from, named(name)]);
}

/** Pulls by the right account and CA, unless `options` say otherwise. */
async function pulled(name: string, options: RegistryOptions = {}) {
  const DOCKER_CONFIG = await accounts({ [registry.host]: ACCOUNT });
  const set = { insecure: [], ca: registry.ca, ...options, env: { DOCKER_CONFIG, ...options.env } };
  return pull(registry.host, set, { reference: `${registry.host}/${name}` });
}

/** Asserts that what is pulled is what skopeo says and copies, byte for byte. */
async function expectSameAsSkopeo(name: string, keep = ['--preserve-digests']): Promise<void> {
  const { images, skipped, index } = await pulled(name);
  expect(skipped).toEqual([]);
  const raw = await run('skopeo', ['inspect', '--raw', ...skopeoFlags(''), named(name)]);
  const copy = join(folder, `copy-${name.replace(/\W/g, '-')}`);
  await run('skopeo', ['copy', '--all', ...keep, ...skopeoFlags('src-'), named(name), `oci:${copy}`]);
  const copied = await readAll(copy);
  expect(index).toMatchObject({ manifests: [{ digest: digestOf(raw), size: Buffer.byteLength(raw) }] });
  const parts = ({ image, layers }: (typeof images)[number]) => ({
    digest: keep.length > 0 ? image.digest : '',
    config: image.configText,
    blobs: image.layers.map(({ blob, digest, diffId }) => [blob, digest, diffId]),
    layers,
    attestations: image.attestations,
  });
  expect(images.map(parts)).toEqual(copied.images.map(parts));
}

test('an image that buildah built', async () => {
  await expectSameAsSkopeo('team/app:1');
  const { images } = await pulled('team/app:1');
  const [found] = images;
  if (found === undefined) throw new Error('no image');
  const config = await run('skopeo', [
    'inspect',
    '--config',
    '--raw',
    ...skopeoFlags(''),
    named('team/app:1'),
  ]);
  expect(found.image.configText).toBe(config);
  expect(found.image.config.env).toContain(`X=${token}`);
  expect(contentOf(found, '/secret')).toBe(`${token}\n`);
  const byDigest = await pulled(`team/app@${found.image.digest}`);
  expect(byDigest.images[0]?.image.configText).toBe(config);
});

test('an index of two platforms with an attestation, layers of each compression', async () => {
  const files = [{ path: 'etc/token', content: token }];
  const layers = (['none', 'gzip', 'zstd'] as const).map((compression) => ({ files, compression }));
  const attestations = [{ predicateType: 'https://slsa.dev/provenance/v1', predicate: { token } }];
  const images = [
    { layers, attestations },
    { layers, platform: { os: 'linux', architecture: 'arm64' } },
  ];
  const blobs = ociBlobs(images);
  const index = JSON.parse(String(blobs.get('index.json')));
  const nested = { mediaType: 'application/vnd.oci.image.index.v1+json', ...index };
  const top = { mediaType: nested.mediaType, ...putJson(blobs, nested) };
  blobs.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [top] })));
  await push(`oci:${await writeLayout(join(folder, 'index'), blobs)}`, 'team/index:1');
  await expectSameAsSkopeo('team/index:1');
  const found = await pulled('team/index:1');
  expect(found.images.map(({ image }) => image.platform)).toEqual(['linux/amd64', 'linux/arm64']);
  expect(found.images[0]?.image.attestations[0]?.text).toContain(token);
});

test('a docker manifest', async () => {
  const args = ['copy', '--format', 'v2s2', ...skopeoFlags('dest-')];
  await run('skopeo', [...args, `oci:${join(folder, 'built')}:1`, named('team/docker:1')]);
  // An OCI layout takes none as it is.
  await expectSameAsSkopeo('team/docker:1', []);
});

describe('refuses', () => {
  test('a wrong password, and names the file', async () => {
    const DOCKER_CONFIG = await accounts({ [registry.host]: 'robot:wrong' });
    expect(await failure(pulled('team/app:1', { env: { DOCKER_CONFIG } }))).toBe(
      `ImageError: ${registry.host}/team/app: 1: HTTP 401: the credentials from ${DOCKER_CONFIG}/config.json are refused; log in again: docker login ${registry.host}`,
    );
  });

  test('no account', async () => {
    const DOCKER_CONFIG = await accounts({});
    const message = await failure(pulled('team/app:1', { env: { DOCKER_CONFIG } }));
    expect(message).toContain(`wants a login, and there is none for ${registry.host} in ${DOCKER_CONFIG}/`);
  });

  test('what is not there', async () => {
    expect(await failure(pulled('team/app:2'))).toContain('/team/app: 2: HTTP 404: not found');
    expect(await failure(pulled('team/none:1'))).toContain('/team/none: 1: HTTP 404: not found');
  });

  test('an unknown CA, unless the host is insecure', async () => {
    const message = await failure(pull(registry.host, { insecure: [] }));
    expect(message).toContain(`${registry.host}: its certificate is not trusted (`);
    const DOCKER_CONFIG = await accounts({ [registry.host]: ACCOUNT });
    const found = await pull(registry.host, { insecure: [registry.host], env: { DOCKER_CONFIG } });
    expect([found.images.length, found.skipped]).toEqual([1, []]);
  });

  test('a name that the certificate has not', async () => {
    const host = registry.host.replace('127.0.0.1', 'localhost');
    const message = await failure(
      pull(host, { insecure: [], ca: registry.ca }, { reference: `${host}/team/app:1` }),
    );
    expect(message).toContain('its certificate is not trusted (Hostname/IP does not match');
  });
});

test('by a CA and a client certificate of certs.d', async () => {
  const guarded = await startRegistry({ folder: join(folder, 'guarded'), clients: true });
  try {
    const home = join(folder, 'home');
    const place = join(home, '.config', 'containers', 'certs.d', guarded.host);
    await mkdir(place, { recursive: true });
    await cp(guarded.certs, place, { recursive: true });
    const target = `docker://${guarded.host}/team/app:1`;
    await run('skopeo', ['copy', '--dest-cert-dir', guarded.certs, `oci:${join(folder, 'built')}:1`, target]);
    const found = await pull(guarded.host, { insecure: [], env: { HOME: home } });
    expect([found.images.length, found.skipped]).toEqual([1, []]);
    const without = await failure(pull(guarded.host, { insecure: [], ca: guarded.ca }));
    expect(without).toContain(`ImageError: ${guarded.host}: `);
    await writeFile(join(place, 'client.key'), 'x');
    const broken = await failure(pull(guarded.host, { insecure: [], env: { HOME: home } }));
    expect(broken).toContain('are no pair of PEM files');
  } finally {
    await guarded.stop();
  }
});

test('through a tunnel of a proxy', async () => {
  const { host, tunnels } = await proxyTo(registry.host, 'user:password');
  const name = `registry.example.com:${registry.port}`;
  const DOCKER_CONFIG = await accounts({ [name]: ACCOUNT });
  const env = { DOCKER_CONFIG, HTTPS_PROXY: `http://user:password@${host}` };
  const options = { insecure: [], ca: registry.ca, env };
  const { images, skipped } = await pull(name, options, { reference: `${name}/team/app:1` });
  expect([images.length, skipped]).toEqual([1, []]);
  expect(new Set(tunnels)).toEqual(new Set([name]));
});
