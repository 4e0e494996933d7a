import { expect, test } from 'vitest';
import { putJson } from '../../support/images/formats.ts';
import { APP, type Handle, pull, repository, serve } from './server.ts';

const IN_TOTO = 'application/vnd.in-toto+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** A repository whose image has a statement beside it; `entries` are what lists it. */
function attested(images = [APP]) {
  const repo = repository(images);
  const { manifests } = JSON.parse(String(repo.blobs.get('index.json')));
  const subject: string = manifests[0].digest;
  const layer = { mediaType: IN_TOTO, ...putJson(repo.blobs, { predicateType: 'p', predicate: 'word' }) };
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', ...putJson(repo.blobs, {}) };
  const artifactType = IN_TOTO;
  const manifest = { schemaVersion: 2, mediaType: MANIFEST, artifactType, config, layers: [layer] };
  const entry = { mediaType: MANIFEST, artifactType, ...putJson(repo.blobs, manifest) };
  const signature = {
    ...entry,
    artifactType: 'application/vnd.example.signature',
    digest: `sha256:${'0'.repeat(64)}`,
  };
  return { repo, subject, list: JSON.stringify({ schemaVersion: 2, manifests: [entry, signature] }) };
}

const statements = ({ images }: Awaited<ReturnType<typeof pull>>) =>
  images.map(({ image }) => image.attestations.map(({ text }) => text));

test.each([
  ['the referrers API', (subject: string) => `/referrers/${subject}`],
  ['the tag that stands in for it', (subject: string) => `/manifests/${subject.replace(':', '-')}`],
])('statements beside an image, by %s', async (_, place) => {
  const { repo, subject, list } = attested();
  const { host } = await serve((request, response) => {
    if (request.url.includes(place(subject))) response.end(list);
    else repo.handle(request, response);
  });
  const found = await pull(host);
  expect(statements(found)).toEqual([['{"predicateType":"p","predicate":"word"}']]);
  expect([found.skipped, found.notes]).toEqual([[], []]);
});

test('statements beside one image of an index', async () => {
  const { repo, subject, list } = attested([
    APP,
    { ...APP, platform: { os: 'linux', architecture: 'arm64' } },
  ]);
  const { host } = await serve((request, response) => {
    if (request.url.includes(`/referrers/${subject}`)) response.end(list);
    else repo.handle(request, response);
  });
  const found = await pull(host);
  expect(statements(found).map(({ length }) => length)).toEqual([1, 0]);
  expect([found.skipped, found.notes]).toEqual([[], []]);
});

test.each([400, 403, 404, 405])('a registry that answers %d has none', async (status) => {
  const { repo } = attested();
  const { host } = await serve(refusing(repo.handle, status));
  const found = await pull(host);
  expect([statements(found), found.skipped, found.notes]).toEqual([[[]], [], []]);
});

test('a registry that fails is told of', async () => {
  const { repo, subject } = attested();
  const { host } = await serve(refusing(repo.handle, 500));
  const found = await pull(host);
  expect([found.images.length, found.skipped]).toEqual([1, []]);
  expect(found.notes).toEqual([
    `${subject}: what refers to it is not known: ${host}/team/app: referrers/${subject}: HTTP 500: the registry failed; try again later`,
  ]);
});

test('an index of many images is asked about in part, and that is told', async () => {
  const many = Array.from({ length: 33 }, (_, i) => ({ ...APP, config: { Env: [`X=${i}`] } }));
  const { repo } = attested(many);
  const { host, seen } = await serve(repo.handle);
  const found = await pull(host);
  expect(found.images).toHaveLength(33);
  expect(found.notes).toEqual([`${repo.top.digest}: what refers to its images is looked up for 32 of 33`]);
  expect(seen.filter(({ url }) => url.includes('/referrers/'))).toHaveLength(32);
});

test('a list that is none holds none', async () => {
  const { repo } = attested();
  const { host } = await serve((request, response) => {
    if (request.url.includes('/referrers/')) response.end('no JSON');
    else repo.handle(request, response);
  });
  const found = await pull(host);
  expect([statements(found), found.skipped, found.notes]).toEqual([[[]], [], []]);
});

function refusing(handle: Handle, status: number): Handle {
  return (request, response) => {
    if (/\/referrers\/|\/sha256-/.test(request.url)) response.writeHead(status).end();
    else handle(request, response);
  };
}
