import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openProjects } from '../../src/audit/project/open-projects.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { runImages } from '../../src/audit/run-images.ts';
import {
  DEFAULT_LIMITS,
  type LimitKey,
  type Limits,
  limitHint,
  limitName,
  limitValue,
} from '../../src/config/limits.ts';
import { root } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { folderWith } from '../support/folder.ts';
import { ociBlobs, oldDockerFiles, putJson, writeArchive, writeLayout } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { paxEntry, tarOf } from '../support/images/tar.ts';
import { tempPath } from '../support/images/temp.ts';
import { zipOf } from '../support/nested/archives.ts';

const GATE = { failOn: 'low', minConfidence: 'likely' } as const;

interface Edge {
  /** The lowest value with which all of it is read. */
  whole: number;
  /** What is too little; one less where it is not said. */
  less?: number;
  /** The limit that is told, where it is another one. */
  tells?: LimitKey;
  /** Makes the input once; what is told of it under limits. */
  run(limits: Partial<Limits>): Promise<string[]>;
}

const inFolder = (files: Readonly<Record<string, string>>) => async (limits: Partial<Limits>) => {
  const folder = await folderWith(files);
  const projects = await openProjects([folder], { limits, noConfig: true });
  return told(await runDockerfiles([folder], GATE, {}, projects));
};

const inLayout =
  (blobs: ReturnType<typeof ociBlobs>, base: Partial<Limits>) => async (limits: Partial<Limits>) =>
    told(
      await runImages([await writeLayout(await tempPath('oci'), blobs)], GATE, {
        noCache: true,
        limits: { ...base, ...limits },
      }),
    );

const inImage = (image: TestImage, base: Partial<Limits> = {}) => inLayout(ociBlobs([image]), base);
const inTar = (tar: Buffer, base: Partial<Limits> = {}) => inImage({ layers: [{ files: [], tar }] }, base);
const inFile = (content: Uint8Array, base: Partial<Limits> = {}) =>
  inImage({ layers: [{ files: [{ path: 'x', content }] }] }, base);

function told({ report }: Awaited<ReturnType<typeof runImages>>): string[] {
  expect(report.complete).toBe(report.skipped.length === 0);
  return report.skipped.map(({ reason }) => reason);
}

const DOCKERFILE = 'FROM scratch\nCOPY . /x\n';
const LONG_DOCKERFILE = `FROM scratch\n${'ARG A=1\nRUN make "$A" | tee /x\n'.repeat(150)}`;
const COMPOSE = 'services: {}\n';
const LONG_COMPOSE = `services:\n${Array.from({ length: 300 }, (_, at) => `  s${at}: { build: . }\n`).join('')}`;
const TAR = tarOf([{ path: 'a', content: 'x'.repeat(9000) }]);
const PACKED = gzipSync(TAR);
const ZEROS = Buffer.alloc(100_000);
const PACKED_ZEROS = gzipSync(ZEROS);
const STATEMENT = { predicateType: 'p', predicate: { long: 'x'.repeat(3000) } };
const ATTESTED = ociBlobs([{ layers: [], attestations: [STATEMENT] }]);
const APP: TestImage = { layers: [{ files: [{ path: 'a' }, { path: 'b' }] }, { files: [] }] };
const BIG: TestImage = { layers: [{ files: [{ path: 'a', content: Buffer.alloc(8 << 20, 'ab') }] }] };
const FILLED: TestImage = { layers: [], config: { Labels: { note: 'x'.repeat(3000) } } };

const longest = (blobs: ReturnType<typeof ociBlobs>) =>
  Math.max(...Array.from(blobs.values(), (blob) => Buffer.byteLength(blob)));

const TOKENS = ['github-pat-classic', 'npm-token', 'gitlab-pat'].map((kind) => credential(kind));

const EDGES: Readonly<Record<LimitKey, Edge>> = {
  dockerfileBytes: { whole: DOCKERFILE.length, run: inFolder({ Dockerfile: DOCKERFILE }) },
  dockerfileWords: { whole: 6, run: inFolder({ Dockerfile: DOCKERFILE }) },
  dockerfileSeconds: { whole: 60, less: 0.001, run: inFolder({ Dockerfile: LONG_DOCKERFILE }) },
  buildFileBytes: {
    whole: COMPOSE.length,
    run: inFolder({ Dockerfile: DOCKERFILE, 'compose.yaml': COMPOSE }),
  },
  buildFileSeconds: {
    whole: 60,
    less: 0.001,
    run: inFolder({ Dockerfile: DOCKERFILE, 'compose.yaml': LONG_COMPOSE }),
  },
  contextFiles: { whole: 3, run: inFolder({ Dockerfile: DOCKERFILE, a: '', 'b/c': '' }) },
  imageSeconds: { whole: 60, less: 0.001, run: inImage(BIG) },
  layerSeconds: { whole: 60, less: 0.001, run: inImage(BIG) },
  jsonBytes: { whole: longest(ociBlobs([FILLED])), run: inImage(FILLED) },
  jsonDepth: { whole: 4, run: inImage(APP) },
  indexDepth: { whole: 2, run: inLayout(indexInIndex(), {}) },
  manifests: { whole: 2, run: inLayout(ATTESTED, {}) },
  layersPerImage: { whole: 2, run: inImage(APP) },
  historyEntries: { whole: 2, run: inImage(APP) },
  attestationBytes: { whole: longest(ATTESTED), run: inLayout(ATTESTED, {}) },
  archiveEntries: {
    whole: oldDockerFiles([APP]).filter(({ type }) => type !== 'Directory').length,
    run: inArchive,
  },
  entriesPerLayer: { whole: 2, run: inImage(APP) },
  unpackedBytes: {
    whole: TAR.length,
    run: inImage({ layers: [{ files: [], tar: TAR, compression: 'gzip' }] }),
  },
  unpackedRatio: {
    whole: Math.ceil(TAR.length / PACKED.length),
    run: inImage({ layers: [{ files: [], tar: TAR, compression: 'gzip' }] }, { unpackedRatioFloor: 1 }),
  },
  unpackedRatioFloor: {
    whole: TAR.length,
    tells: 'unpackedRatio',
    run: inImage({ layers: [{ files: [], tar: TAR, compression: 'gzip' }] }, { unpackedRatio: 1 }),
  },
  tarHeaderBytes: { whole: 120, run: inTar(withHeader(120)) },
  problemsPerTar: { whole: 3, run: inTar(withProblems(3)) },
  nestedDepth: { whole: 2, run: inFile(zipOf([{ name: 'a.gz', content: gzipSync('some text') }])) },
  nestedBytes: {
    whole: 500,
    run: inFile(zipOf([{ name: 'a', content: 'x'.repeat(500), isDeflated: true }])),
  },
  nestedRatio: {
    whole: Math.ceil(ZEROS.length / PACKED_ZEROS.length),
    run: inFile(PACKED_ZEROS, { nestedRatioFloor: 1 }),
  },
  nestedRatioFloor: {
    whole: ZEROS.length,
    tells: 'nestedRatio',
    run: inFile(PACKED_ZEROS, { nestedRatio: 1 }),
  },
  nestedEntries: { whole: 2, run: inFile(zipOf([{ name: 'a' }, { name: 'b', content: 'x' }])) },
  leaks: {
    whole: 3,
    run: inImage({
      layers: [{ files: [{ path: 'keys', content: TOKENS.slice(1).join('\n') }] }],
      config: { Labels: { a: TOKENS[0] ?? '' } },
    }),
  },
  nestedHeldBytes: { whole: 100, run: inFile(xzLike(100)) },
};

async function inArchive(limits: Partial<Limits>): Promise<string[]> {
  const path = await writeArchive(await tempPath('app.tar'), oldDockerFiles([APP]));
  return told(await runImages([path], GATE, { noCache: true, limits }));
}

/** An index in the layout's own index. */
function indexInIndex(): ReturnType<typeof ociBlobs> {
  const blobs = ociBlobs([APP]);
  const text = String(blobs.get('index.json'));
  const inner = putJson(blobs, JSON.parse(text));
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  blobs.set(
    'index.json',
    Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType, ...inner }] })),
  );
  return blobs;
}

/** A tar with a pax header of so many bytes. */
function withHeader(bytes: number): Buffer {
  const comment = 'x'.repeat(bytes - '120 comment=\n'.length);
  return Buffer.concat([paxEntry({ comment }), tarOf([{ path: 'a' }])]);
}

/** A tar with so many headers that are none. */
function withProblems(count: number): Buffer {
  const bad = Buffer.alloc(512, 'z');
  const pieces = Array.from({ length: count }, () => [bad, tarOf([{ path: 'a' }]).subarray(0, 512)]);
  return Buffer.concat([...pieces.flat(), Buffer.alloc(1024)]);
}

/** What begins as xz does. */
function xzLike(bytes: number): Buffer {
  const content = Buffer.alloc(bytes, 'x');
  content.set([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
  return content;
}

function isLimitKey(key: string): key is LimitKey {
  return Object.hasOwn(EDGES, key);
}

test.each(Object.keys(EDGES).filter(isLimitKey))(
  '%s: at its edge all is read, beyond it is told',
  async (key) => {
    const { whole, less = whole - 1, tells = key, run } = EDGES[key];
    const named = (reasons: string[]) =>
      reasons.filter((reason) => reason.includes(`limit ${limitName(tells)};`));
    expect(named(await run({ [key]: whole }))).toEqual([]);
    expect(named(await run({ [key]: less })).join()).toContain(limitHint(tells));
  },
);

test.each([
  ['1', 1],
  ['0.5', 0.5],
  ['2k', 2048],
  ['1.5M', 1.5 * 2 ** 20],
  ['3G', 3 * 2 ** 30],
  ['1T', 2 ** 40],
  ['0', undefined],
  ['0.000', undefined],
  ['-1', undefined],
  ['1e3', undefined],
  ['', undefined],
  ['4 GB', undefined],
  ['Infinity', undefined],
])('%j is read as %j', (text, value) => {
  expect(limitValue(text)).toBe(value);
});

test('every limit is in the manual, with its default', () => {
  const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| `[a-z-]+`/.test(line));
  const stated = rows.flatMap((row) => {
    const [, names = '', , values = ''] = row.split('|');
    const numbers = values.split(',').map((value) => limitValue(value.trim()));
    return names.split(',').map((name, at) => [name.replaceAll('`', '').trim(), numbers[at]]);
  });
  expect(Object.fromEntries(stated)).toEqual(
    Object.fromEntries(Object.entries(DEFAULT_LIMITS).map(([key, value]) => [limitName(key), value])),
  );
});
