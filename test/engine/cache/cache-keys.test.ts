import { copyFile, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuilderName } from '../../../src/cachekey/builder.ts';
import { buildahBuild } from '../buildah.ts';
import { type Daemon, dockerBuild, startDaemon } from '../daemon.ts';
import { toolPath, workFolder } from '../run.ts';
import { arbitraryDockerfile, type Dialect } from './arbitrary-dockerfile.ts';
import { build } from './builds.ts';
import { verdicts } from './model.ts';

/** Another one each day would make failures hard to find again; set CACHE_SEED to try others. */
const SEED = Number(process.env['CACHE_SEED'] ?? 20261121);
/** Of the builds; and what else T and U are, by the lines that are drawn. */
const FIRST_VALUE = 20_000;
const OTHER_VALUES = ['', '7', '9', 'u', '1', 'global'];
/** Enough for all files that are built. */
const baseFor = (files: number) => `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "/bin"]
RUN mkdir -p /tmp /etc /in && chmod 1777 /tmp && echo base > /etc/base
RUN mkdir -p /var/many && cd /var/many && echo content | tee file > file- && \\
  for i in 7 9 u 1 global $(seq ${FIRST_VALUE} ${FIRST_VALUE + 2 * (files + 20)}); do mkdir $i; echo content | tee $i/file > file-$i; done
`;
/** Each file is asked for by another name, and is the same. */
const files = createServer((_, response) => {
  response.setHeader('Last-Modified', 'Wed, 01 Jan 2020 00:00:00 GMT').end('content\n');
});

/** More than are asked for: some are refused. */
const FILES = 440;
const OLD_FILES = 62;
const MODERN: Dialect = {
  mounts: true,
  onbuild: true,
  chosenBase: true,
  otherNames: ['TARGETARCH', 'BUILDKIT_CACHE_MOUNT_NS', 'HTTP_PROXY', 'SOURCE_DATE_EPOCH'],
};
const OLD: Dialect = {
  mounts: false,
  onbuild: false,
  chosenBase: true,
  otherNames: ['TARGETARCH', 'HTTP_PROXY'],
};

let daemon: Daemon;
let folder = '';
let remove = async () => {};
let context = '';

beforeAll(async () => {
  ({ folder, remove } = await workFolder());
  daemon = await startDaemon();
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  context = join(folder, 'context');
  await mkdir(join(context, 'folder'), { recursive: true });
  await copyFile(toolPath('busybox'), join(context, 'busybox'));
  await writeFile(join(context, 'file'), 'content\n');
  await writeFile(join(context, 'folder', 'file'), 'content\n');
  await writeFile(join(context, '.dockerignore'), 'Dockerfile*\n');
}, 120_000);
afterAll(async () => {
  files.close();
  await daemon?.stop();
  await remove();
}, 60_000);

/** A folder with the same file under another name, and in another folder, for each value of a file's builds. */
async function writeNamedFiles(below: string, values: readonly string[]): Promise<void> {
  await rm(below, { recursive: true, force: true });
  const then = new Date('2020-01-01');
  for (const value of [...OTHER_VALUES, ...values]) {
    await mkdir(join(below, value), { recursive: true });
    for (const file of [join(below, value, 'file'), join(below, `file-${value}`)]) {
      await writeFile(file, 'content\n');
      await utimes(file, then, then);
    }
  }
}

interface Tally {
  files: number;
  refused: number;
  steps: number;
  agreed: number;
  unknown: number;
  content: number;
  disagreements: string[];
}

/** Builds each file with one value, then with another, and holds what was rebuilt against the verdicts. */
async function compare(builder: BuilderName, dialect: Dialect, count: number, host: string): Promise<Tally> {
  const drawn = [
    ...(await fixturesOf(builder)),
    ...fc.sample(arbitraryDockerfile(dialect), { seed: SEED, numRuns: count }),
  ];
  const tally: Tally = {
    files: 0,
    refused: 0,
    steps: 0,
    agreed: 0,
    unknown: 0,
    content: 0,
    disagreements: [],
  };
  // One after the other: builds that run at once share steps, and show those of others as run.
  for (const [at, dockerfile] of drawn.entries()) {
    const place = { context, host, server: `127.0.0.1:${(files.address() as AddressInfo).port}` };
    const value = FIRST_VALUE + at * 2;
    const values = [`${value}`, `${value + 1}`] as const;
    await writeNamedFiles(join(context, 'd'), values);
    const first = await build(builder, place, dockerfile, values[0]);
    const second = first && (await build(builder, place, dockerfile, values[1]));
    if (second === undefined) tally.refused += 1;
    else judge(dockerfile, builder, second, tally);
  }
  return tally;
}

/** What the model and a builder once disagreed on. */
async function fixturesOf(builder: BuilderName): Promise<string[]> {
  const all = new URL('../../../fixtures/cache/', import.meta.url);
  const names = (await readdir(all)).filter((name) => name.startsWith(`${builder}-`));
  return Promise.all(names.map((name) => readFile(new URL(name, all), 'utf8')));
}

function judge(
  dockerfile: string,
  builder: BuilderName,
  outcome: Awaited<ReturnType<typeof build>> & object,
  tally: Tally,
): void {
  tally.files += 1;
  const expected = verdicts(dockerfile, builder);
  for (const [step, how] of outcome) {
    const verdict = expected.get(step);
    if (verdict === undefined) continue;
    tally.steps += 1;
    const wrong =
      (verdict === 'independent' && how === 'ran') || (verdict === 'contains' && how === 'cached');
    if (wrong) tally.disagreements.push(`${step} is ${verdict}, and was ${how}:\n${dockerfile}`);
    else if (verdict === 'unknown') tally.unknown += 1;
    else if (verdict === 'depends-on-content') tally.content += 1;
    else tally.agreed += 1;
  }
}

function expectAgreement(tally: Tally, files: number): void {
  const { disagreements, ...rest } = tally;
  console.info(JSON.stringify({ seed: SEED, ...rest, disagreements: disagreements.length }));
  expect(disagreements.slice(0, Number(process.env['CACHE_SHOWN'] ?? 5))).toEqual([]);
  expect(tally.files).toBeGreaterThanOrEqual(files);
}

test('BuildKit rebuilds what contains the value, and nothing that is proved independent of it', async () => {
  await dockerBuild(daemon, { files: { Dockerfile: baseFor(FILES) }, tag: 'base:1' });
  const tally = await compare('buildkit', MODERN, FILES, daemon.host);
  expectAgreement(tally, 300);
}, 900_000);

test('so does the classic builder', async () => {
  await dockerBuild(daemon, { files: { Dockerfile: baseFor(OLD_FILES) }, tag: 'base:1' }, 'classic');
  const tally = await compare('classic', OLD, OLD_FILES, daemon.host);
  expectAgreement(tally, 50);
}, 600_000);

test('so does buildah', async () => {
  const store = join(folder, 'store');
  await buildahBuild({ folder: store }, { files: { Dockerfile: baseFor(OLD_FILES) }, tag: 'base:1' });
  const tally = await compare('buildah', { ...OLD, chosenBase: false }, OLD_FILES, store);
  expectAgreement(tally, 50);
}, 900_000);
