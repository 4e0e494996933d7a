import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
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
const BASE = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "/bin"]
RUN mkdir -p /tmp /etc /in && chmod 1777 /tmp && echo base > /etc/base
`;

let daemon: Daemon;
let folder = '';
let remove = async () => {};
let context = '';

beforeAll(async () => {
  ({ folder, remove } = await workFolder());
  daemon = await startDaemon();
  context = join(folder, 'context');
  await mkdir(join(context, 'folder'), { recursive: true });
  await copyFile(toolPath('busybox'), join(context, 'busybox'));
  await writeFile(join(context, 'file'), 'content\n');
  await writeFile(join(context, 'folder', 'file'), 'content\n');
  await writeFile(join(context, '.dockerignore'), 'Dockerfile*\n');
}, 120_000);
afterAll(async () => {
  await daemon?.stop();
  await remove();
}, 60_000);

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
  const files = [
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
  for (const [at, dockerfile] of files.entries()) {
    const place = { context, host };
    const first = await build(builder, place, dockerfile, `${20_000 + at * 2}`);
    const second = first && (await build(builder, place, dockerfile, `${20_001 + at * 2}`));
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
  await dockerBuild(daemon, { files: { Dockerfile: BASE }, tag: 'base:1' });
  const tally = await compare('buildkit', { mounts: true, onbuild: true }, 330, daemon.host);
  expectAgreement(tally, 300);
}, 900_000);

test('so does the classic builder', async () => {
  await dockerBuild(daemon, { files: { Dockerfile: BASE }, tag: 'base:1' }, 'classic');
  const tally = await compare('classic', { mounts: false, onbuild: false }, 60, daemon.host);
  expectAgreement(tally, 50);
}, 600_000);

test('so does buildah', async () => {
  const store = join(folder, 'store');
  await buildahBuild({ folder: store }, { files: { Dockerfile: BASE }, tag: 'base:1' });
  const tally = await compare('buildah', { mounts: false, onbuild: false }, 60, store);
  expectAgreement(tally, 50);
}, 600_000);
